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
    /// Events were refused and answered so long ago that the answers are not known any more. Comes from a journal alone.
    case forgot(replies: UInt64, to: String)

    var isAcceptance: Bool {
        if case .accepted = self { return true }
        return false
    }

    /// How many publications it makes.
    var publicationCount: UInt64 {
        switch self {
        case .replied, .accepted: 1
        case .ran(let run, _): UInt64(run.offers.count + run.inverseOffers.count + 1)
        case .rescinded(let rescission): UInt64(rescission.frameworks.count)
        case .forgot(let replies, _): replies
        }
    }
}

/// How long a run took, by the system's clock, whatever clock the cluster runs under. Nothing depends on it.
struct RunTiming: Sendable {
    var durationNanoseconds: Int64
    /// From what first asked for the run, or when it fell due, to its end.
    var latencyNanoseconds: Int64
}
