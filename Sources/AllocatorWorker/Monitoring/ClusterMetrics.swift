import AllocatorCore
import AllocatorWire
import CoreMetrics

/// The counters of one cluster, or of all clusters without a label of their own.
struct ClusterMetrics {
    private var events: EventCounters
    private var frameworks: FrameworkCounters
    private let runs: Counter
    private let runTime: Timer
    private let runLatency: Timer
    private let offerLatency: Timer
    private let inverseOffers: Counter
    private let acknowledgements: Counter

    init(label: String, in registry: MetricsRegistry) {
        let labels = [("cluster", label)]
        func counter(_ description: MetricDescription) -> Counter {
            Counter(label: description.name, dimensions: labels, factory: registry)
        }
        func timer(_ description: MetricDescription) -> Timer {
            Timer(label: description.name, dimensions: labels, factory: registry)
        }
        events = EventCounters(cluster: label, in: registry)
        // Clusters under the common label may have frameworks of the same id.
        let limit = label == LabelTable.rest ? 0 : FrameworkCounters.maximumShown
        frameworks = FrameworkCounters(cluster: label, limit: limit, in: registry)
        runs = counter(.runs)
        runTime = timer(.runTime)
        runLatency = timer(.runLatency)
        offerLatency = timer(.offerLatency)
        inverseOffers = counter(.inverseOffers)
        acknowledgements = counter(.acknowledgements)
    }

    mutating func note(_ effect: ClusterEffect) {
        switch effect {
        case .accepted(let delivery, _):
            events.note(accepted: delivery.event.callKind)
            if case .success(let call) = delivery.call { frameworks.note(call) }
        case .replied(let reply, _, _):
            if case .error = reply.result { events.note(refused: reply) }
        case .ran(let run, let timing):
            note(run, timing)
        case .forgot: break
        case .rescinded(let rescission):
            for framework in rescission.frameworks {
                frameworks.note(.rescinded, framework.offers.bundleCount, of: framework.offers.framework)
            }
        }
    }

    private mutating func note(_ run: AllocationRun, _ timing: RunTiming) {
        runs.increment()
        runTime.recordNanoseconds(timing.durationNanoseconds)
        runLatency.recordNanoseconds(timing.latencyNanoseconds)
        for offers in run.offers { frameworks.note(offers: offers.bundleCount, to: offers.framework) }
        let agents = run.inverseOffers.reduce(0) { $0 + $1.agents.count }
        if agents > 0 { inverseOffers.increment(by: agents) }
    }

    /// Records that a run's offers were published this long after the arrival of the batch that caused them.
    func noteOffers(nanosecondsAfterArrival: Int64) { offerLatency.recordNanoseconds(nanosecondsAfterArrival) }

    func noteAcknowledgement() { acknowledgements.increment() }
}

extension FrameworkOffers {
    /// The number of pairs (role, agent).
    fileprivate var bundleCount: Int { roles.reduce(0) { $0 + $1.agents.count } }
}
