package import Logging
import ServiceLifecycle
import YAMLConfiguration
import ZeroMQ

/// The worker as a service. It serves until graceful shutdown or cancellation of its task, drains, and returns.
package struct Worker: Service {
    package static let version = "0.1.0"

    private let configuration: WorkerConfiguration
    private let logger: Logger
    private let onServing: @Sendable (BoundEndpoints) -> Void
    private let allowListUpdate = AllowListUpdate()

    /// - Parameter onServing: Called once, on the worker's thread, when all sockets are bound and events are about to
    ///   be received.
    package init(
        _ configuration: WorkerConfiguration, logger: Logger,
        onServing: @escaping @Sendable (BoundEndpoints) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onServing = onServing
    }

    /// Serves. When it returns, the sockets are closed, and the last publications have been sent or their time to
    /// linger is over.
    ///
    /// - Throws: `ZeroMQError`, `JournalFailure`, `RecoveryFailure`, `BackgroundThreadFailure` or `ReadyFile.Failure`.
    ///   Each says what to do.
    package func run() async throws {
        let thread = try SocketThread()
        defer { thread.close() }
        let stop = StopRequest(waking: thread.wakeUp)
        allowListUpdate.begin(waking: thread.wakeUp)
        try await withTaskCancellationOrGracefulShutdownHandler {
            // The event loop, which owns the sockets, is created, run and released on the thread.
            try await withTaskExecutorPreference(thread) { try await serve(on: thread, until: stop) }
        } onCancelOrGracefulShutdown: {
            stop.make()
        }
    }

    private func serve(on thread: SocketThread, until stop: StopRequest) async throws {
        let loop = try EventLoop(configuration, allowListUpdate: allowListUpdate, on: thread, logger: logger)
        try await loop.recover()
        let readyFile = configuration.readyFile.map { ReadyFile(path: $0) }
        try readyFile?.write(loop.endpoints)
        defer { readyFile?.remove() }
        announce(loop.endpoints)
        sendReadinessNotice()
        try await loop.run(until: stop)
    }

    /// The maximum number of connections to each socket.
    var maximumConnections: Int { configuration.maximumConnections }

    var maximumJournals: Int { configuration.data == nil ? 0 : configuration.maximumClusters }

    /// Whether the worker has an allow-list.
    var hasAllowList: Bool { configuration.access != nil }

    /// Reads the allow-list again. If it has mistakes, all are logged and the former list stays in force.
    ///
    /// The caller's thread reads the file and hands the list to the event loop.
    package func reloadAllowList() {
        guard let access = configuration.access else { return }
        do {
            allowListUpdate.give(try AllowListFile.read(access.file))
        } catch {
            for mistake in error.mistakes { logger.error("the allow-list was not reloaded: \(mistake)") }
        }
    }

    // Failing to notify the service manager isn't fatal.
    private func sendReadinessNotice() {
        do {
            try ReadinessNotice.ofThisProcess?.send()
        } catch {
            logger.warning("\(error)")
        }
    }

    private func announce(_ endpoints: BoundEndpoints) {
        logger.info(
            "serving",
            metadata: [
                "events": "\(endpoints.events)", "publications": "\(endpoints.publications)",
                "control": "\(endpoints.control)", "clock": "\(configuration.clock.rawValue)",
                "name": "\(configuration.name)", "version": "\(Self.version)",
                "access": configuration.access.map { "\($0.list.count) keys" } ?? "every client",
            ])
        for endpoint in configuration.openEndpoints {
            logger.warning(
                "every client may use this endpoint, and nothing is encrypted; set --curve-key and --allow",
                metadata: ["endpoint": "\(endpoint.address)"])
        }
        if configuration.data == nil {
            logger.notice(
                "the clusters are in memory only and end with this worker; set --data DIR to store them")
        }
        onServing(endpoints)
    }
}
