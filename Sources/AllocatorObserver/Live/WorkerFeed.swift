package import AllocatorClient
import AllocatorWire
package import Logging
import NIOCore
import ServiceLifecycle

/// Subscribes to the worker's publications and passes them to the watch and the page.
package struct WorkerFeed: Service {
    /// The minimum interval between broadcast runs: viewers could not see more.
    private static let runPause = Duration.milliseconds(250)

    /// The time after the start after which missing publications are logged.
    private static let silenceBeforeNotice = Duration.seconds(3)

    private let cluster: String
    private let endpoints: WorkerEndpoints
    private let client: ObserverClient
    private let watch: WorkerWatch
    private let page: LivePage
    private let logger: Logger

    /// - Parameters:
    ///   - publications: The endpoint of the worker's publications.
    ///   - keys: The CURVE keys, or `nil` for a worker without authentication.
    ///   - cluster: The observed cluster.
    package init(
        of publications: String, keys: ConnectionKeys?, cluster: String, watch: WorkerWatch, page: LivePage,
        logger: Logger
    ) throws(ClientFailure) {
        client = try ObserverClient(
            of: publications, prefixes: Self.prefixes(cluster: cluster).map { String(decoding: $0, as: UTF8.self) },
            keys: keys)
        endpoints = try WorkerEndpoints(publications: publications, keys: keys)
        self.cluster = cluster
        self.watch = watch
        self.page = page
        self.logger = logger
    }

    private static func prefixes(cluster: String) -> [[UInt8]] {
        [Topic.heartbeat, Topic.metrics, Topic.runs(cluster: cluster)].map { $0.bytes(.binary) }
    }

    package func run() async throws {
        logger.info("listening to the worker")
        let notice = Task { try await noticeSilence() }
        defer { notice.cancel() }
        try await withGracefulShutdownHandler {
            async let telling: Void = tellOfConnection()
            try await listen()
            try await telling
        } onGracefulShutdown: { [client] in
            Task { await client.close() }
        }
    }

    private func tellOfConnection() async throws {
        for try await update in client.connectionUpdates {
            switch update {
            case .silent(let duration):
                logger.warning(
                    "the worker is silent: reconnecting",
                    metadata: ["seconds": "\(duration.components.seconds)"])
            case .resumed:
                logger.notice("receiving from the worker again")
            }
        }
    }

    /// Logs why no heartbeat arrives.
    private func noticeSilence() async throws {
        try await Task.sleep(for: Self.silenceBeforeNotice)
        guard watch.heartbeatAge(at: .now) == nil else { return }
        let obstacle = endpoints.obstacle([\.publications])?.words
        let reason = obstacle ?? "it sends no heartbeat; a key needs the right to observe heartbeat/"
        logger.warning("waiting for the worker: \(reason)")
    }

    private func listen() async throws {
        var sampler = Sampler(cluster: cluster)
        var shown = ContinuousClock.now - Self.runPause
        for try await received in client.publications {
            let now = ContinuousClock.now
            watch.note(received.publication.body, at: now)
            let statistics = client.statistics
            watch.note(lost: statistics.publicationsLost, unreadable: statistics.publicationsUnreadable)
            switch received.publication.body {
            case .metrics(let metrics):
                if let sample = sampler.sample(metrics, at: received.publication.timeNs) { page.show(sample) }
            case .run(let run) where now - shown >= Self.runPause:
                shown = now
                page.show(run)
            default: break
            }
        }
    }
}
