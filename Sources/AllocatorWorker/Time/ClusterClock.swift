package import AllocatorCore

/// The clock of the clusters.
package enum ClusterClock: Sendable {
    /// Time follows the system's clock.
    case system(SystemClock)
    /// Time begins at 0 and is moved only by `advance` calls.
    case `virtual`

    package init(_ kind: Allocator.Clock) {
        self = kind == .system ? .system(SystemClock()) : .virtual
    }

    var kind: Allocator.Clock {
        switch self {
        case .system: .system
        case .virtual: .virtual
        }
    }

    /// The present, or `nil` if time doesn't move by itself.
    package var now: Instant? {
        switch self {
        case .system(let clock): clock.now
        case .virtual: nil
        }
    }

    /// Converts an instant to the monotonic clock.
    ///
    /// - Returns: `nil` if time doesn't move by itself.
    package func monotonicTime(of instant: Instant) -> Int64? {
        switch self {
        case .system(let clock): clock.monotonicTime(of: instant)
        case .virtual: nil
        }
    }

    /// Returns the clock of a cluster whose journal ends at `last`. It starts no earlier than that, even if the wall
    /// clock does.
    ///
    /// - Returns: The clock, and its lead over this one in nanoseconds.
    package func continuing(from last: Instant) -> (clock: ClusterClock, lead: Int64) {
        guard case .system(let clock) = self, let now, last > now else { return (self, 0) }
        let lead = last.nanoseconds - now.nanoseconds
        return (.system(clock.ahead(by: lead)), lead)
    }
}

/// The wall clock at the start, advanced by the monotonic clock. It never jumps or goes back, and equals Unix time as
/// long as the wall clock isn't set.
package struct SystemClock: Sendable {
    private let offset: Int64

    /// - Parameter wallTime: The present wall-clock time, in nanoseconds since 1970.
    package init(wallTime: Int64 = MonotonicTime.unixNow()) {
        offset = wallTime - MonotonicTime.now()
    }

    private init(offset: Int64) { self.offset = offset }

    package var now: Instant { Instant(nanoseconds: offset.addingSaturated(MonotonicTime.now())) }

    func monotonicTime(of instant: Instant) -> Int64 {
        let (time, overflows) = instant.nanoseconds.subtractingReportingOverflow(offset)
        return overflows ? .max : time
    }

    /// Returns this clock, set forward.
    func ahead(by nanoseconds: Int64) -> SystemClock {
        SystemClock(offset: offset.addingSaturated(nanoseconds))
    }
}

extension Int64 {
    /// The sum with a nonnegative number, saturating at the maximum.
    fileprivate func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
