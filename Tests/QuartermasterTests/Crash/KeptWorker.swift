import AllocatorClient
import AllocatorWire
import Foundation
import Glibc
import TestSupport
import Testing
import ZeroMQ

/// A worker with persistent clusters that can be killed and restarted, always at the same addresses.
actor KeptWorker {
    nonisolated let endpoints: WorkerEndpoints
    private let arguments: [String]
    private let sockets: TemporaryFolder
    private let readyFile: URL
    private var command: RunningCommand?

    /// - Parameter data: The data directory.
    init(data: URL, _ arguments: [String] = []) throws {
        let sockets = try TemporaryFolder()
        let addresses = ["events", "publications", "control"].map { "ipc://\(sockets.file($0).path)" }
        endpoints = try WorkerEndpoints(events: addresses[0], publications: addresses[1], control: addresses[2])
        readyFile = sockets.file("ready.json")
        self.sockets = sockets
        self.arguments =
            [
                "serve", "--clock", "virtual", "--data", data.path, "--events", addresses[0], "--publications",
                addresses[1],
                "--control", addresses[2], "--ready-file", readyFile.path,
            ] + arguments
    }

    /// Starts the worker and waits until it serves.
    func start() async throws {
        try? FileManager.default.removeItem(at: readyFile)
        let command = try await RunningCommand(arguments)
        self.command = command
        let deadline = ContinuousClock.now + Patience.usual
        while !FileManager.default.fileExists(atPath: readyFile.path) {
            guard command.isRunning else { throw Overdue(description: "\(command) ended before it served") }
            guard ContinuousClock.now < deadline else { throw Overdue(description: "no ready file of \(command)") }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Kills the worker like a crash, without a drain.
    func kill() async throws {
        command?.send(SIGKILL)
        _ = try await command?.wait()
    }

    func stop() async throws -> RunningCommand.Ending? {
        command?.send(SIGTERM)
        return try await command?.wait(within: Patience.stop)
    }

    /// Waits until the worker ends by itself.
    func wait() async throws -> RunningCommand.Ending? { try await command?.wait() }

    var errors: String { command?.errors ?? "" }
}
