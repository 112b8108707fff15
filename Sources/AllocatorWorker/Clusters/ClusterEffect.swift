import AllocatorCore
import AllocatorWire

/// What came of what happened to a cluster, in the order in which it is published.
enum ClusterEffect: Sendable {
    /// An event was answered: one with a `request_id`, or one that failed.
    case replied(WireReply, to: String, at: Instant)
    /// An event was accepted and applied.
    case accepted(Delivery, at: Instant)
    case ran(AllocationRun, durationNanoseconds: Int64)
    case rescinded(Rescission)
}
