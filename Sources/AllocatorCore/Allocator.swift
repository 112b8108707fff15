/// The allocator of one cluster: a value that decides, and nothing else.
///
/// The same calls by the same masters at the same times have the same replies, the same runs and the same `digest()`, on
/// any machine. A refused call changes nothing.
///
/// The way to use it: `advance(to:)` the present, `apply` each call of a batch, `finishBatch()`, and after each of these
/// publish what `takeRuns()` hands over.
package struct Allocator: Sendable {
    package let limits: AllocatorLimits

    /// The time of the cluster's clock. It never goes back.
    package private(set) var now: Instant = .zero
    /// Calls accepted since the allocator was made.
    package private(set) var appliedCalls: UInt64 = 0
    /// Allocation runs since the cluster was initialized.
    package private(set) var runs: UInt64 = 0

    package init(limits: AllocatorLimits = AllocatorLimits(), now: Instant = .zero) {
        self.limits = limits
        self.now = now
    }

    /// Applies one call at the present time.
    ///
    /// - Parameters:
    ///   - master: who sent it; the offers of a framework go to the master that last added, activated or updated it.
    /// - Throws: a `Refusal`, and then nothing has changed.
    package mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply {
        throw .internalFailure("not there yet")
    }

    /// Runs the allocation that the calls since the last run asked for, if they asked for one.
    package mutating func finishBatch() {}

    /// Moves the time and does everything that falls due on the way, in due order. An earlier time is ignored.
    package mutating func advance(to time: Instant) {}

    /// When the next allocation run falls due; nil before `initialize`.
    package var nextRun: Instant? { nil }

    /// The runs since the last time that this was asked, oldest first.
    package mutating func takeRuns() -> [AllocationRun] { [] }

    /// A digest of everything that later decisions depend on, 32 hexadecimal digits.
    package func digest() -> String { "" }
}
