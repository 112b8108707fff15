package import Foundation
import Glibc

/// A process of the built `quartermaster serve`, on free ports and with the virtual clock.
package final class WorkerProcess {
    package struct Endpoints: Decodable, Sendable {
        package let events: String
        package let publications: String
        package let control: String
    }

    package let endpoints: Endpoints
    /// The time from the start to the ready file.
    package let secondsToServe: Double
    private let process: Process

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The timeout of the start.
    private static let patience: TimeInterval = 600

    /// - Parameter log: The pipe for the log, or `nil` to inherit this process's standard error.
    package init(_ arguments: [String], logLevel: String = "error", log: Pipe? = nil) throws {
        let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "quartermaster")
        let readyFile = FileManager.default.temporaryDirectory.appending(path: "ready-\(UUID().uuidString)")
        let process = Process()
        process.executableURL = command
        if let log { process.standardError = log }
        let anyPort = "tcp://127.0.0.1:*"
        process.arguments =
            [
                "serve", "--clock", "virtual", "--log-level", logLevel, "--events", anyPort, "--publications", anyPort,
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

    /// Returns the used processor time in seconds, with a resolution of 10 ms.
    package func processorTime() throws -> Double {
        let line = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
        // The name in parentheses may contain anything. User and system time are the 12th and 13th field after it.
        let fields = line.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw Failure(description: "the system does not tell how long the worker has worked")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    package func stop() throws {
        terminate()
        try waitForEnd()
    }

    /// Sends SIGTERM.
    package func terminate() { process.terminate() }

    /// - Throws: An error if the exit status is not 0.
    package func waitForEnd() throws {
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "the worker ended with \(process.terminationStatus)")
        }
    }

    package func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
