package import Logging
import ServiceLifecycle
import ZeroMQ

/// The worker as a service: it serves until the graceful shutdown or the cancellation of its task, drains, and returns.
package struct Worker: Service {
    package static let version = "0.1.0"

    private let configuration: WorkerConfiguration
    private let logger: Logger
    private let onServing: @Sendable (BoundEndpoints) -> Void
    private let allowListUpdate = AllowListUpdate()

    /// - Parameter onServing: called once, on the worker's thread, when all sockets are bound and events are taken.
    package init(
        _ configuration: WorkerConfiguration, logger: Logger,
        onServing: @escaping @Sendable (BoundEndpoints) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onServing = onServing
    }

    /// - Throws: `ZeroMQError`, `JournalFailure`, `RecoveryFailure`, `ThreadFailure` or a failed ready file; each says what to do.
    package func run() async throws {
        let thread = try SocketThread()
        let stop = StopRequest(waking: thread.wakeUp)
        allowListUpdate.begin(waking: thread.wakeUp)
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                do {
                    try thread.start { continuation.resume(with: Result { try serve(on: thread, until: stop) }) }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        } onCancelOrGracefulShutdown: {
            stop.make()
        }
    }

    /// The whole life of the sockets. When it returns they are closed, and what was published has been sent or its
    /// time to linger is over.
    private func serve(on thread: SocketThread, until stop: StopRequest) throws {
        // Before any socket is bound: a second worker on the same directory must not take anyone's events.
        let store = try configuration.data.map {
            try ClusterStore(
                path: $0, durability: configuration.durability, pace: configuration.snapshotPace,
                damagedLog: configuration.damagedLog)
        }
        var loop = try SocketLoop(configuration, store: store, allowListUpdate, on: thread, logger: logger)
        try loop.recover()
        let readyFile = configuration.readyFile.map { ReadyFile(path: $0) }
        try readyFile?.write(loop.endpoints)
        defer { readyFile?.remove() }
        announce(loop.endpoints)
        sendReadinessNotice()
        try loop.run(until: stop)
    }

    /// To each socket.
    var maximumConnections: Int { configuration.maximumConnections }

    var maximumJournals: Int { configuration.data == nil ? 0 : configuration.maximumClusters }

    /// Whether there is an allow-list, which can be read again.
    var hasAllowList: Bool { configuration.access != nil }

    /// Reads the allow-list again. Where there is any mistake in it, all are logged and the former list holds.
    ///
    /// The file is read by the caller; the sockets' thread is handed what came of it and wakes up for it.
    package func reloadAllowList() {
        guard let access = configuration.access else { return }
        do {
            allowListUpdate.give(try AllowListFile.read(access.file))
        } catch {
            for mistake in error.mistakes { logger.error("the allow-list was not taken: \(mistake)") }
        }
    }

    /// That nobody could be told is no reason not to serve.
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
                "access": configuration.access.map { "\($0.list.count) keys" } ?? "everybody who can connect",
            ])
        for endpoint in configuration.openEndpoints {
            logger.warning(
                "anybody who reaches this endpoint may send events and ask everything, and nothing is encrypted; give --curve-key and --allow",
                metadata: ["endpoint": "\(endpoint.address)"])
        }
        if configuration.data == nil {
            logger.notice("nothing is kept: when this worker ends, its clusters are gone; give --data DIR to keep them")
        }
        onServing(endpoints)
    }
}
