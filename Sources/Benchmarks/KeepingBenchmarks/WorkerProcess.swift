import Foundation
import Glibc

/// The built `quartermaster serve`, on free ports.
final class WorkerProcess {
    struct Endpoints: Decodable {
        let events: String
        let publications: String
    }

    let endpoints: Endpoints
    /// From its start to its ready file.
    let secondsToServe: Double
    private let process: Process

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// How long a start may take.
    private static let patience: TimeInterval = 600

    init(_ arguments: [String]) throws {
        let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "quartermaster")
        let readyFile = FileManager.default.temporaryDirectory.appending(path: "ready-\(UUID().uuidString)")
        let process = Process()
        process.executableURL = command
        let anyPort = "tcp://127.0.0.1:*"
        process.arguments =
            [
                "serve", "--clock", "virtual", "--log-level", "error", "--events", anyPort, "--publications", anyPort,
                "--control", anyPort, "--ready-file", readyFile.path,
            ] + arguments
        let begin = ContinuousClock.now
        try process.run()
        while !FileManager.default.fileExists(atPath: readyFile.path) {
            guard process.isRunning, ContinuousClock.now - begin < .seconds(Self.patience) else {
                throw Failure(description: "\(command.path) did not start: build it first, as deploy/bench does")
            }
            usleep(500)
        }
        secondsToServe = (ContinuousClock.now - begin) / .seconds(1)
        endpoints = try JSONDecoder().decode(Endpoints.self, from: Data(contentsOf: readyFile))
        self.process = process
    }

    deinit { kill() }

    func stop() throws {
        process.terminate()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "the worker ended with \(process.terminationStatus)")
        }
    }

    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
