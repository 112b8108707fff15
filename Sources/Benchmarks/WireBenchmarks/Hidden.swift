import ArgumentParser
import CZeroMQBound

/// The receiver of the bound: a loop in C that takes messages and does nothing with them.
struct ReceiveBound: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "receive-bound", shouldDisplay: false)

    @Option var queue: Int32

    func run() throws {
        var endpoint = [CChar](repeating: 0, count: 256)
        guard let socket = zeromq_bound_pull(queue, &endpoint, endpoint.count) else {
            throw BenchmarkFailure("no socket to receive at")
        }
        defer { zeromq_bound_close(socket) }
        OwnProcess.say(String(decoding: endpoint.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        while let line = readLine(), let count = Int(line) {
            guard zeromq_bound_receive(socket, count) == 0 else { throw BenchmarkFailure("receiving failed") }
            OwnProcess.say("received")
        }
    }
}

/// Subscribers in one thread: loops in C that count what comes.
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
        // The first line: once every one has seen something. Then until they have seen what they are told to.
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
