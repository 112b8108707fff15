package import AllocatorWire

/// Converts the worker's metrics to samples: gauges as they are, counters to rates per second.
package struct Sampler: Sendable {
    /// The names of the plotted metrics.
    package enum Family {
        package static let shares = "quartermaster_role_dominant_share_ratio"
        package static let offers = "quartermaster_offers_total"
        package static let declines = "quartermaster_declines_total"
        package static let acceptances = "quartermaster_acceptances_total"
        package static let rescinds = "quartermaster_rescinded_offers_total"
        package static let runs = "quartermaster_allocation_runs_total"
        package static let events = "quartermaster_events_total"
    }

    private let cluster: String
    private var last: (nanoseconds: Int64, counters: [String: Double])?

    /// - Parameter cluster: The cluster whose series to read. Series without a cluster belong to the worker.
    package init(cluster: String) {
        self.cluster = cluster
    }

    /// Computes the sample. Returns `nil` for the first metrics, which have no predecessor, and if no time has passed.
    ///
    /// - Parameter nanoseconds: The time of publication since 1970.
    package mutating func sample(_ metrics: WireMetrics, at nanoseconds: Int64) -> SampleHistory.Sample? {
        let names = [
            Family.offers, Family.acceptances, Family.declines, Family.rescinds, Family.runs, Family.events,
        ]
        let counters = Dictionary(uniqueKeysWithValues: names.map { ($0, sum($0, in: metrics)) })
        defer { last = (nanoseconds, counters) }
        guard let last, nanoseconds > last.nanoseconds else { return nil }
        let seconds = Double(nanoseconds - last.nanoseconds) / 1e9
        // A lower count means that the worker was restarted. Its counts since then may belong to earlier seconds.
        func rate(_ name: String) -> Double {
            max(0, (counters[name] ?? 0) - (last.counters[name] ?? 0)) / seconds
        }
        var sample = SampleHistory.Sample(time: nanoseconds / 1_000_000)
        sample.shares = shares(in: metrics)
        sample.offers = rate(Family.offers)
        sample.declines = rate(Family.declines)
        sample.acceptances = rate(Family.acceptances)
        sample.rescinds = rate(Family.rescinds)
        sample.runs = rate(Family.runs)
        sample.events = rate(Family.events)
        return sample
    }

    /// The largest shares, by role.
    private func shares(in metrics: WireMetrics) -> [String: Double] {
        let all = series(Family.shares, in: metrics).compactMap { series -> (String, Double)? in
            guard let role = series.labels["role"], series.number.isFinite else { return nil }
            return (role, series.number)
        }
        let largest = all.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(SampleHistory.maximumRoles)
        return Dictionary(largest.map { ($0.0, $0.1) }) { first, _ in first }
    }

    private func sum(_ name: String, in metrics: WireMetrics) -> Double {
        series(name, in: metrics).map(\.number).filter(\.isFinite).reduce(0, +)
    }

    private func series(_ name: String, in metrics: WireMetrics) -> [WireMetricSeries] {
        guard let family = metrics.families.first(where: { $0.name == name }) else { return [] }
        return family.series.filter { $0.labels["cluster"].map { $0 == cluster } ?? true }
    }
}
