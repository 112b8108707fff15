import HTTPTypes
package import Hummingbird

/// The routes of the observer.
package struct ObserverRoutes: Sendable {
    private let watch: WorkerWatch
    private let page: LivePage
    private let questions: QuestionRoutes
    private let allowedHosts: [String]
    private let files = PageFiles()
    let places = ConnectionPlaces()

    package init(watch: WorkerWatch, page: LivePage, questions: QuestionRoutes, allowedHosts: [String]) {
        self.watch = watch
        self.page = page
        self.questions = questions
        self.allowedHosts = allowedHosts
    }

    package func router() -> Router<ObserverRequestContext> {
        let router = Router(context: ObserverRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProtectiveHeaders())
        router.add(middleware: AllowedHosts(allowedHosts))
        router.get("/") { request, _ in try files.response("index.html", to: request) }
        router.get("/page/:file") { request, context in
            try files.response(context.parameters.get("file") ?? "", to: request)
        }
        router.get("/healthz") { _, _ in Response.text("ok\n") }
        router.get("/readyz") { _, _ in readiness() }
        router.get("/metrics") { _, _ in metrics() }
        router.get("/api/live") { _, context in live(context) }
        questions.add(to: router)
        return router
    }

    /// Reports ready while the worker's last heartbeat is fresh.
    private func readiness() -> Response {
        let now = ContinuousClock.now
        guard !watch.isWorkerAlive(at: now) else { return .text("ok\n") }
        let limit = WorkerWatch.maximumHeartbeatAge.components.seconds
        return .text(
            watch.heartbeat == nil
                ? "no heartbeat of the worker has been received yet\n"
                : "the worker's last heartbeat is more than \(limit) s old\n",
            status: .serviceUnavailable)
    }

    private func metrics() -> Response {
        let now = ContinuousClock.now
        var text = PrometheusText()
        text.append(ObserverMetrics.of(watch, page.viewers, places, at: now))
        if let metrics = watch.metrics(at: now) { text.append(metrics) }
        return .body(Array(text.text.utf8), PrometheusText.mediaType)
    }

    private func live(_ context: ObserverRequestContext) -> Response {
        let response = ViewerStream(page.viewers) { page.greeting(at: .now) }.response(on: context.channel)
        if response.status == .ok { places.keep(ObjectIdentifier(context.channel)) }
        return response
    }
}
