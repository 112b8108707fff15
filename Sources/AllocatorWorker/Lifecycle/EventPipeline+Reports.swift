import AllocatorCore
import AllocatorWire

/// The identity of the running worker in heartbeats, metrics and answers.
struct WorkerIdentity {
    let name: String
    let version: String
    /// A random number that distinguishes this start of the worker from all others.
    let incarnation = UInt64.random(in: 1 ... .max)
    private let started = MonotonicTime.now()

    init(name: String, version: String) {
        self.name = name
        self.version = version
    }

    var uptimeNanoseconds: Int64 { MonotonicTime.now() - started }
}

extension EventPipeline {
    /// Publishes the heartbeat and the metrics, checks the journals' files, and logs what has been aggregated. Called
    /// with each heartbeat.
    mutating func publishReports(of worker: WorkerIdentity, metrics report: MetricsReport) throws {
        try store?.checkFiles()
        reportHeldLogs()
        try publisher.attendToSubscribers()
        try publishHeartbeat(of: worker)
        try publishMetrics(report, of: worker)
        counts.reportRejects(to: logger)
        resets.report(to: logger)
        counts.reportUnkeptClusters(to: logger)
    }

    private mutating func publishHeartbeat(of worker: WorkerIdentity) throws {
        var heartbeat = WireHeartbeat()
        heartbeat.worker = worker.name
        heartbeat.uptimeNs = worker.uptimeNanoseconds
        heartbeat.clusters = UInt32(clamping: clusters.count)
        heartbeat.events = counts.acceptedEvents
        heartbeat.incarnation = worker.incarnation
        heartbeat.subscribersCutOff = publisher.outlet.cutOffCount
        try publisher.publish(.heartbeat, at: clock.now.nanoseconds) { .heartbeat(heartbeat) }
    }

    /// Gathers and publishes the metrics if they have subscribers.
    private mutating func publishMetrics(_ report: MetricsReport, of worker: WorkerIdentity) throws {
        var message = WireMetrics()
        if publisher.wants(.metrics) {
            message = report.gather(readings(of: worker), metrics: metrics, clusters: &clusters)
        }
        try publisher.publish(.metrics, at: clock.now.nanoseconds) { .metrics(message) }
    }

    /// The answers to the queries of one turn.
    func answers(of worker: WorkerIdentity, report: MetricsReport) -> ControlAnswers {
        ControlAnswers(
            history: publisher.history, limits: configuration.limits,
            bounds: QueryBounds(work: configuration.queryWork), worker: worker.name, version: worker.version,
            uptimeNanoseconds: worker.uptimeNanoseconds,
            metrics: MetricsQuestion(report: report, metrics: metrics, readings: readings(of: worker)))
    }

    private func readings(of worker: WorkerIdentity) -> WorkerReadings {
        let now = MonotonicTime.now()
        return WorkerReadings(
            worker: worker.name, version: worker.version, uptimeNanoseconds: worker.uptimeNanoseconds,
            backlogNanoseconds: metrics.backlogSince.map { now - $0 } ?? 0, rejectedFrames: counts.rejectedFrames,
            subscribers: publisher.outlet.subscriberCount, subscriptions: publisher.subscriptions.counts,
            subscribersCutOff: publisher.outlet.cutOffCount, excessConnections: connectionLimit.ended,
            droppedPublications: publisher.outlet.droppedCount,
            queuedPublicationBytes: publisher.outlet.queuedBytes, journals: store?.sizes)
    }
}
