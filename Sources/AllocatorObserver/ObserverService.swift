import AllocatorClient
package import Logging
import ServiceLifecycle
import UnixSignals

/// The observer: subscribes to a worker and serves its state over HTTP.
package struct ObserverService: Service {
    /// The limits of pending questions to the worker: their number and their timeout.
    private static let controlOptions = {
        var options = ControlOptions()
        options.waitingQuestions = 16
        options.patience = .seconds(3)
        return options
    }()

    private let configuration: ObserverConfiguration
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) -> Void

    /// - Parameter onListening: Called once with the port that the server listens at.
    package init(
        _ configuration: ObserverConfiguration, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
    }

    /// Runs until SIGTERM or SIGINT, then closes the viewers' streams and returns.
    package func runUntilSignalled() async throws {
        let group = ServiceGroup(
            configuration: .init(services: [self], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    package func run() async throws {
        let watch = WorkerWatch()
        let page = LivePage(cluster: configuration.cluster, watch: watch)
        let feed = try WorkerFeed(
            of: configuration.publications, keys: configuration.keys, cluster: configuration.cluster, watch: watch,
            page: page, logger: logger)
        let control = try ControlClient(
            to: configuration.control, keys: configuration.keys, options: Self.controlOptions)
        let reader = PictureReader(control, cluster: configuration.cluster)
        let routes = ObserverRoutes(
            watch: watch, page: page,
            questions: QuestionRoutes(AnswerCache(control), cluster: configuration.cluster),
            allowedHosts: configuration.allowedHosts)
        let server = PageServer(
            routes, host: configuration.host, port: configuration.port,
            beside: [feed, PageKeeper(page: page, watch: watch, reader: reader)], logger: logger,
            onListening: onListening)
        try await server.run()
    }
}
