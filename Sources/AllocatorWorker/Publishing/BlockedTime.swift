/// A leaky bucket of the time for which a subscriber has blocked the worker, in nanoseconds of the monotonic clock.
package struct BlockedTime: Hashable, Sendable {
    /// The bucket drains at this fraction of elapsed time: a subscriber may block the worker for at most a quarter of
    /// the time.
    package static let drainDivisor: Int64 = 4

    private var sum: Int64 = 0
    private var time: Int64 = 0

    package init() {}

    package func amount(at now: Int64) -> Int64 {
        max(0, sum - max(0, now - time) / Self.drainDivisor)
    }

    /// Adds a wait that ends now. The bucket doesn't drain during the wait.
    package mutating func add(_ waited: Int64, endingAt now: Int64) {
        sum = amount(at: now - waited) + waited
        time = now
    }
}
