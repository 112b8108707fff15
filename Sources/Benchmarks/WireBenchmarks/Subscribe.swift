import ArgumentParser
import CZeroMQBound

/// Subscribers in one thread: loops in C that count publications.
struct Subscribe: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "subscribe", shouldDisplay: false)

    @Option var endpoint: String
    @Option var topic: String
    @Option var count: Int

    func run() throws {
        guard let subscribers = zeromq_subscribers_connect(endpoint, topic, count) else {
            throw BenchmarkFailure("no sockets to subscribe with")
        }
        defer { zeromq_subscribers_close(subscribers) }
        var counts = zeromq_subscribers_counts()
        // Prints a line once every subscriber has received a publication, then one for each requested number.
        var sequence: UInt64? = 1
        while let awaited = sequence {
            guard zeromq_subscribers_read(subscribers, awaited, &counts) == 0 else {
                throw BenchmarkFailure("subscribers got nothing for a minute")
            }
            OwnProcess.say("\(counts.delivered) \(counts.lost)")
            sequence = readLine().flatMap { UInt64($0) }
        }
    }
}
