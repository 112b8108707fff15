import AllocatorCore
import AllocatorWire

/// An effect of a change to a cluster. Effects are published in the order in which they happened.
enum ClusterEffect: Sendable {
    /// The reply to an event that has a `request_id`, or that failed.
    case replied(WireReply, to: String, at: Instant)
    /// An event was accepted and applied.
    case accepted(Delivery, at: Instant)
    case ran(AllocationRun, RunTiming)
    case rescinded(Rescission)
    /// Events were refused whose replies a journal doesn't hold. Comes from replay only.
    case forgot(replies: UInt64, to: String)

    /// The number of publications that it makes.
    var publicationCount: UInt64 {
        switch self {
        case .replied, .accepted: 1
        case .ran(let run, _): UInt64(run.offers.count + run.inverseOffers.count + 1)
        case .rescinded(let rescission): UInt64(rescission.frameworks.count)
        case .forgot(let replies, _): replies
        }
    }
}

/// The measured times of an allocation run, by the system's clock whatever clock the cluster has. No decision depends
/// on them.
struct RunTiming: Sendable {
    var durationNanoseconds: Int64
    /// From the first request for the run, or from when it fell due, to its end.
    var latencyNanoseconds: Int64
}
