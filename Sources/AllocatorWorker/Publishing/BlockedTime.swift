/// How long somebody has made the worker wait, less what is forgiven: a leaky sum, in nanoseconds of the monotonic clock.
package struct BlockedTime: Hashable, Sendable {
    /// Of the time that passes, one part in so many is forgiven. So who holds the worker up for less than that share of its
    /// time may do so for good, and nobody may do more.
    package static let drainDivisor: Int64 = 4

    private var sum: Int64 = 0
    private var time: Int64 = 0

    package init() {}

    package func amount(at now: Int64) -> Int64 {
        max(0, sum - max(0, now - time) / Self.drainDivisor)
    }

    /// Adds a wait that ends now, during which nothing is forgiven.
    package mutating func add(_ waited: Int64, endingAt now: Int64) {
        sum = amount(at: now - waited) + waited
        time = now
    }
}
