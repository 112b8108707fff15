import AllocatorCore
import AllocatorWire

/// Assembles the metrics that are published under `metrics/`. A report is cached for a heartbeat interval, and is only
/// made on request.
///
/// To add a metric of a cluster, describe it in `MetricDescription.all` and add its values in `gather`, as the readings
/// and findings here do.
final class MetricsReport {
    /// The limit on frameworks, subscriptions and roles that one report examines, in all clusters together: a few
    /// milliseconds of work. Larger clusters report the figures of their last complete pass.
    static let maximumLooks = 5_000
    /// The limit on steps that one report spends on the reasons against offers, in all clusters together. A step
    /// examines a pair of a framework and an agent, or a framework that is asked before them.
    static let maximumSteps = 1_000
    /// The lifetime of a cached report in nanoseconds.
    private let lifetime: Int64

    private var surveys: [String: RoleSurvey] = [:]
    private var findings: [String: RoleSurvey.Findings] = [:]
    private var reasons: [String: ReasonSurvey] = [:]
    private var last: (message: WireMetrics, time: Int64)?

    init(lifetime: Int64) { self.lifetime = lifetime }

    /// Returns the cached report if its lifetime has not ended, otherwise a new one.
    func recent(
        _ readings: WorkerReadings, metrics: WorkerMetrics, clusters: inout ClusterTable
    ) -> WireMetrics {
        if let last, MonotonicTime.now() - last.time < lifetime { return last.message }
        return gather(readings, metrics: metrics, clusters: &clusters)
    }

    /// Makes a new report.
    ///
    /// - Complexity: Linear in the clusters, the series, `maximumLooks` and `maximumSteps`. Does not iterate over
    ///   agents.
    func gather(
        _ readings: WorkerReadings, metrics: WorkerMetrics, clusters: inout ClusterTable
    ) -> WireMetrics {
        var families = MetricFamilies(metrics.registry.families)
        readings.add(to: &families)
        families.add(.clusters, Double(clusters.count))
        let shown = clusters.sortedIndices.filter { metrics.labels.names.contains(clusters[$0].name) }
        for index in shown {
            let name = clusters[index].name
            clusters[index].readings(withResources: true).add(to: &families, label: name)
            survey(&clusters[index], looks: max(1, Self.maximumLooks / shown.count))
            findings[name]?.add(to: &families, cluster: name)
            surveyReasons(of: &clusters[index], steps: max(1, Self.maximumSteps / shown.count))
                .add(to: &families, cluster: name)
        }
        if shown.count < clusters.count {
            var rest = ClusterReadings()
            for index in clusters.sortedIndices where !metrics.labels.names.contains(clusters[index].name) {
                rest.add(clusters[index].readings(withResources: false))
            }
            rest.add(to: &families, label: LabelTable.rest)
        }
        let message = families.message
        last = (message, MonotonicTime.now())
        return message
    }

    private func surveyReasons(of cluster: inout HostedCluster, steps: Int) -> ReasonSurvey {
        var survey = reasons[cluster.name] ?? ReasonSurvey()
        cluster.allocator.survey(&survey, bound: Explanation.Bound(steps: steps, asked: steps))
        reasons[cluster.name] = survey
        return survey
    }

    private func survey(_ cluster: inout HostedCluster, looks: Int) {
        var survey = surveys[cluster.name] ?? RoleSurvey(unnameable: Name(LabelTable.rest))
        let found = cluster.allocator.survey(&survey, looks: looks)
        surveys[cluster.name] = survey
        if let found { findings[cluster.name] = found }
    }
}

/// The inputs for answering a query for metrics.
struct MetricsQuestion {
    let report: MetricsReport
    let metrics: WorkerMetrics
    let readings: WorkerReadings

    func answer(from clusters: inout ClusterTable) -> WireMetrics {
        report.recent(readings, metrics: metrics, clusters: &clusters)
    }
}
