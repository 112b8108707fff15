import CoreMetrics

/// The counters for offers to one framework, or to all frameworks without series of their own.
package final class OfferSeries {
    /// An offer or its outcome.
    package enum Event: Int, CaseIterable {
        case offered, declined, accepted, rescinded
    }

    private let counters: [Counter]
    /// The counts so far, since counters of swift-metrics cannot be read.
    private var counted: [Int]

    init(cluster: String, framework: String, in registry: MetricsRegistry) {
        let labels = [("cluster", cluster), ("framework", framework)]
        counters = Event.allCases.map {
            Counter(label: $0.description.name, dimensions: labels, factory: registry)
        }
        counted = Event.allCases.map { _ in 0 }
    }

    func note(_ event: Event, _ count: Int = 1) {
        counters[event.rawValue].increment(by: count)
        counted[event.rawValue] += count
    }

    /// Removes the series and adds their counts to another.
    func merge(into rest: OfferSeries) {
        for event in Event.allCases where counted[event.rawValue] > 0 { rest.note(event, counted[event.rawValue]) }
        for counter in counters { counter.destroy() }
    }
}

extension OfferSeries.Event {
    fileprivate var description: MetricDescription {
        switch self {
        case .offered: .offers
        case .declined: .declines
        case .accepted: .acceptances
        case .rescinded: .rescinds
        }
    }
}
