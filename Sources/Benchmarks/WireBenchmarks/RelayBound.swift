import ArgumentParser
import CZeroMQBound

/// The worker's substitute in the bound of the latency: a loop in C that publishes the marked frames that it receives.
struct RelayBound: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "relay-bound", shouldDisplay: false)

    /// The first byte of a marked frame.
    static let mark = UInt8(ascii: "m")

    @Option var queue: Int32

    func run() throws {
        var endpoints = (pull: [CChar](repeating: 0, count: 256), pub: [CChar](repeating: 0, count: 256))
        guard let relay = zeromq_relay_bind(queue, &endpoints.pull, &endpoints.pub, endpoints.pull.count) else {
            throw BenchmarkFailure("no sockets to relay between")
        }
        defer { zeromq_relay_close(relay) }
        for endpoint in [endpoints.pull, endpoints.pub] { OwnProcess.say(endpoint: endpoint) }
        // Runs until the parent process kills this one.
        _ = zeromq_relay_run(relay, Self.mark)
        throw BenchmarkFailure("relaying failed")
    }
}
