import ArgumentParser
import CZeroMQBound

/// The receiver of the bound: a loop in C that receives messages and discards them.
struct ReceiveBound: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "receive-bound", shouldDisplay: false)

    @Option var queue: Int32

    func run() throws {
        var endpoint = [CChar](repeating: 0, count: 256)
        guard let socket = zeromq_bound_pull(queue, &endpoint, endpoint.count) else {
            throw BenchmarkFailure("no socket to receive at")
        }
        defer { zeromq_bound_close(socket) }
        OwnProcess.say(endpoint: endpoint)
        while let line = readLine(), let count = Int(line) {
            guard zeromq_bound_receive(socket, count) == 0 else { throw BenchmarkFailure("receiving failed") }
            OwnProcess.say("received")
        }
    }
}
