import AllocatorClient
import Foundation
import TestSupport
import Testing
import ZeroMQ

/// A `quartermaster-observer` on a free port.
final class RunningObserver: Sendable {
    let command: RunningCommand
    let address: String
    let port: Int
    private let folder: TemporaryFolder

    private init(_ command: RunningCommand, _ address: String, _ port: Int, _ folder: TemporaryFolder) {
        self.command = command
        self.address = address
        self.port = port
        self.folder = folder
    }

    /// Starts one and waits until it listens.
    static func start(of endpoints: WorkerEndpoints, _ arguments: [String] = []) async throws -> RunningObserver {
        let folder = try TemporaryFolder()
        let readyFile = folder.file("ready")
        let command = try await RunningCommand(
            [
                "--publications", endpoints.publications.address, "--control", endpoints.control.address, "--port", "0",
                "--ready-file", readyFile.path,
            ] + arguments, of: RunningCommand.built("quartermaster-observer"))
        let address = try await waitFor("no ready file of \(command)") { () throws -> String? in
            if !command.isRunning { throw Overdue(description: "\(command) ended before it listened") }
            return try? String(contentsOf: readyFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let port = try #require(URL(string: address)?.port, "no port in \(address)")
        return RunningObserver(command, address, port, folder)
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> HTTPAnswer {
        try await HTTPAnswer.get(path, port: port, headers: headers)
    }

    /// Waits until the worker's heartbeat has come.
    func waitUntilReady() async throws {
        _ = try await waitFor("\(command) is not ready") { try await get("/readyz").status == 200 ? true : nil }
    }

    func stop() async throws -> RunningCommand.Ending {
        command.send(SIGTERM)
        return try await command.wait()
    }
}
