import AllocatorCore
import AllocatorWire

/// Puts together what is published under `metrics/`, at most once in a while, and only where somebody wants it.
///
/// What more there is to be told of a cluster is added in `gather`: a description in `MetricDescription.all`, and whoever knows
/// the numbers adds them to the families, as the readings and findings here do.
final class MetricsReport {
    /// Frameworks, subscriptions and roles that one report looks at, in all clusters together: a few milliseconds' worth. Where
    /// there are more, their figures are those of the last time that all were gone through.
    static let maximumLooks = 5_000
    /// Looks at pairs of frameworks and agents, and at frameworks that are asked before them, that one report makes for the
    /// reasons against offers, in all clusters together.
    static let maximumSteps = 1_000
    /// Nanoseconds for which who asks is told the same.
    static let lifetime: Int64 = 1_000_000_000

    private var surveys: [String: RoleSurvey] = [:]
    private var findings: [String: RoleSurvey.Findings] = [:]
    private var reasons: [String: ReasonSurvey] = [:]
    private var last: (message: WireMetrics, time: Int64)?

    /// A report that is not older than its lifetime.
    func recent(
        _ readings: WorkerReadings, metrics: WorkerMetrics, clusters: inout ClusterTable
    ) -> WireMetrics {
        if let last, MonotonicTime.now() - last.time < Self.lifetime { return last.message }
        return gather(readings, metrics: metrics, clusters: &clusters)
    }

    /// A report of now.
    ///
    /// - Complexity: linear in the clusters, in the series, in `maximumLooks` and in `maximumSteps`; agents are not gone through.
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

/// What a question for metrics is answered from.
struct MetricsQuestion {
    let report: MetricsReport
    let metrics: WorkerMetrics
    let readings: WorkerReadings

    func answer(from clusters: inout ClusterTable) -> WireMetrics {
        report.recent(readings, metrics: metrics, clusters: &clusters)
    }
}
