import AllocatorWire
import AllocatorWorker
import Logging
import Synchronization
import ZeroMQ

/// Runs a worker in this process while `body` runs, on free ports and with real sockets. Afterwards it is stopped as by
/// a signal, and its error is rethrown.
func withWorker<Result: Sendable>(
    logger: Logger = .silent, _ configure: (inout WorkerConfiguration) throws -> Void = { _ in },
    _ body: @escaping @Sendable (WorkerInProcess) async throws -> Result
) async throws -> Result {
    var configuration = try WorkerConfiguration.forTests()
    try configure(&configuration)
    let (served, serving) = AsyncStream<BoundEndpoints>.makeStream()
    let worker = Worker(configuration, logger: logger) { serving.yield($0) }
    let running = Task {
        defer { serving.finish() }
        try await worker.run()
    }
    guard let endpoints = await served.first(where: { _ in true }) else {
        try await running.value
        throw NeverServed()
    }
    let outcome: Swift.Result<Result, any Error>
    do {
        outcome = .success(
            try await body(
                WorkerInProcess(
                    endpoints: endpoints, stop: { running.cancel() }, readAllowList: { worker.reloadAllowList() })))
    } catch {
        outcome = .failure(error)
    }
    running.cancel()
    try await running.value
    return try outcome.get()
}

struct WorkerInProcess: Sendable {
    let endpoints: BoundEndpoints
    /// Stops the worker, like SIGTERM.
    let stop: @Sendable () -> Void
    /// Reloads the allow-list, like SIGHUP.
    let readAllowList: @Sendable () -> Void
}

struct NeverServed: Error {}

extension WorkerConfiguration {
    /// Free ports, and short intervals. A test that checks an interval, or stops the worker while events are under way,
    /// sets the default again.
    static func forTests() throws -> WorkerConfiguration {
        var configuration = WorkerConfiguration()
        configuration.events = try Endpoint("tcp://127.0.0.1:*")
        configuration.publications = try Endpoint("tcp://127.0.0.1:*")
        configuration.control = try Endpoint("tcp://127.0.0.1:*")
        // Longer than the timeouts of tests that receive until nothing more comes.
        configuration.heartbeatInterval = .milliseconds(100)
        configuration.quietPeriod = .milliseconds(20)
        return configuration
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// Collects log entries, one line each.
final class LogCollector: LogHandler {
    private let collected = Mutex<[String]>([])

    var lines: [String] { collected.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in self } }

    func log(event: LogEvent) {
        let metadata = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
        collected.withLock { $0.append("\(event.level): \(event.message) \(metadata)") }
    }

    // Required by the protocol, and never set here.
    var logLevel: Logger.Level {
        get { .debug }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
}
