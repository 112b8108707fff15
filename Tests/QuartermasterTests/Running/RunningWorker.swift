import AllocatorClient
import AllocatorWire
import Foundation
import TestSupport
import Testing
import ZeroMQ

/// A worker on free ports.
final class RunningWorker: Sendable {
    let command: RunningCommand
    let endpoints: WorkerEndpoints
    private let folder: TemporaryFolder

    private init(_ command: RunningCommand, _ endpoints: WorkerEndpoints, _ folder: TemporaryFolder) {
        self.command = command
        self.endpoints = endpoints
        self.folder = folder
    }

    /// Starts one and waits until it serves.
    ///
    /// - Parameter keys: of who asks it, where it asks for keys.
    static func start(
        _ arguments: [String] = [], keys: ConnectionKeys? = nil, host: String = "127.0.0.1"
    ) async throws -> RunningWorker {
        let anyPort = "tcp://\(host):*"
        return try await start(
            events: anyPort, publications: anyPort, control: anyPort, keeping: ["--ephemeral"], arguments, keys
        ) { try await RunningCommand($0) }
    }

    /// Starts one at an address of a separate network, within it, that keeps its state in a folder.
    static func start(
        within network: SeparateNetwork, data: URL, _ arguments: [String] = [], keys: ConnectionKeys? = nil
    ) async throws -> RunningWorker {
        func port(_ number: Int) -> String { "tcp://\(network.innerAddress):\(number)" }
        return try await start(
            events: port(5_550), publications: port(5_551), control: port(5_552), keeping: ["--data", data.path],
            arguments,
            keys
        ) { try await network.start($0) }
    }

    private static func start(
        events: String, publications: String, control: String, keeping: [String], _ arguments: [String],
        _ keys: ConnectionKeys?, by run: ([String]) async throws -> RunningCommand
    ) async throws -> RunningWorker {
        let folder = try TemporaryFolder()
        let readyFile = folder.file("ready.json")
        let command = try await run(
            [
                "serve", "--events", events, "--publications", publications, "--control", control, "--ready-file",
                readyFile.path,
            ] + keeping + arguments)
        let ready = try await waitFor("no ready file of \(command)") { () throws -> Ready? in
            if !command.isRunning { throw Overdue(description: "\(command) ended before it served") }
            guard let data = try? Data(contentsOf: readyFile) else { return nil }
            return try JSONDecoder().decode(Ready.self, from: data)
        }
        let endpoints = try WorkerEndpoints(
            events: ready.events, publications: ready.publications, control: ready.control, keys: keys)
        return RunningWorker(command, endpoints, folder)
    }

    private struct Ready: Decodable {
        let events: String
        let publications: String
        let control: String
    }

    /// Asks it to end and gives how it did.
    func stop() async throws -> RunningCommand.Ending {
        command.send(SIGTERM)
        return try await command.wait(within: Patience.stop)
    }

    func ask(_ question: WireQuery.OneOf_Question) throws -> WireAnswer {
        var connection = try ControlConnection(to: endpoints.control, with: endpoints.keys, in: Context())
        return try connection.ask(question, timeout: Patience.usual)
    }
}

/// A worker that the tests of a suite share; it must live through all of them and end in order after the last.
struct WorkerTrait: SuiteTrait, TestScoping {
    @TaskLocal static var worker: RunningWorker?

    let arguments: [String]

    func provideScope(
        for test: Test, testCase: Test.Case?, performing tests: @Sendable () async throws -> Void
    ) async throws {
        let worker = try await RunningWorker.start(arguments)
        try await Self.$worker.withValue(worker) { try await tests() }
        let ending = try await worker.stop()
        #expect(ending == .exited(0), "\(worker.command)")
    }
}

extension Trait where Self == WorkerTrait {
    /// Runs the tests of the suite beside one worker.
    static func worker(_ arguments: String...) -> Self { WorkerTrait(arguments: arguments) }
}
