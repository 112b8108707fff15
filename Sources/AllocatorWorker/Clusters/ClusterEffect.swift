import AllocatorCore
import AllocatorWire

/// What came of what happened to a cluster, in the order in which it is published.
enum ClusterEffect: Sendable {
    /// An event was answered: one with a `request_id`, or one that failed.
    case replied(WireReply, to: String, at: Instant)
    /// An event was accepted and applied.
    case accepted(Delivery, at: Instant)
    case ran(AllocationRun, RunTiming)
    case rescinded(Rescission)

    var isAcceptance: Bool {
        if case .accepted = self { return true }
        return false
    }
}

/// How long a run took, by the system's clock, whatever clock the cluster runs under. Nothing depends on it.
struct RunTiming: Sendable {
    var durationNanoseconds: Int64
    /// From what first asked for the run, or when it fell due, to its end.
    var latencyNanoseconds: Int64
}
