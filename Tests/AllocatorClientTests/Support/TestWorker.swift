import AllocatorClient
import AllocatorWorker
import Foundation
import Logging
import TestSupport
import ZeroMQ

/// A real worker in this process, whose endpoints stay the same across restarts.
final class TestWorker: Sendable {
    /// The folder of the worker's sockets.
    private let folder: TemporaryFolder
    let endpoints: WorkerEndpoints

    private let configuration: WorkerConfiguration

    init(_ change: (inout WorkerConfiguration) -> Void = { _ in }) throws {
        folder = try TemporaryFolder()
        let folder = folder
        func address(_ name: String) -> String { "ipc://" + folder.file(name).path }
        endpoints = try WorkerEndpoints(
            events: address("events"), publications: address("publications"), control: address("control"))
        var configuration = WorkerConfiguration()
        configuration.events = try Endpoint(endpoints.events.address)
        configuration.publications = try Endpoint(endpoints.publications.address)
        configuration.control = try Endpoint(endpoints.control.address)
        configuration.heartbeatInterval = .milliseconds(100)
        // Clients send again what a stopping worker does not receive.
        configuration.quietPeriod = .milliseconds(20)
        change(&configuration)
        self.configuration = configuration
    }

    /// Runs `body` while a worker serves. The worker has ended when this returns.
    func serve<Result: Sendable>(_ body: (WorkerEndpoints) async throws -> Result) async throws -> Result {
        let (serving, continuation) = AsyncStream.makeStream(
            of: BoundEndpoints.self, bufferingPolicy: .bufferingNewest(1))
        let worker = Task { [configuration] in
            defer { continuation.finish() }
            try await Worker(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
                continuation.yield($0)
            }.run()
        }
        defer { worker.cancel() }
        var result: Result?
        for await _ in serving.prefix(1) { result = try await body(endpoints) }
        worker.cancel()
        try await worker.value
        guard let result else { throw Unexpected(what: "the worker did not serve") }
        return result
    }
}
