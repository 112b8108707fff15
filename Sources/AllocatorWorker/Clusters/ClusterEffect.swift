import AllocatorCore
import AllocatorWire

/// What came of the calls to a cluster, in the order in which it is published.
enum ClusterEffect: Sendable {
    case answered(Delivery, Result<Reply, Refusal>, at: Instant)
    case ran(AllocationRun, durationNanoseconds: Int64)
    case rescinded(Rescission)
}
