package import AllocatorCore

/// What moves the time of the clusters.
package enum ClusterClock: Sendable {
    /// The system does.
    case system(SystemClock)
    /// `advance` does, and nothing else; time begins at 0.
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

    /// The present, where it moves by itself.
    package var now: Instant? {
        switch self {
        case .system(let clock): clock.now
        case .virtual: nil
        }
    }

    /// When that is by the system's monotonic clock, where time moves by itself.
    package func monotonicTime(of instant: Instant) -> Int64? {
        switch self {
        case .system(let clock): clock.monotonicTime(of: instant)
        case .virtual: nil
        }
    }

    /// The clock of a cluster whose journal ends at an instant: no earlier than that, whatever the wall clock says.
    ///
    /// - Returns: also by how many nanoseconds it is ahead of this one.
    package func goingOn(from last: Instant) -> (clock: ClusterClock, lead: Int64) {
        guard case .system(let clock) = self, let now, last > now else { return (self, 0) }
        let lead = last.nanoseconds - now.nanoseconds
        return (.system(clock.ahead(by: lead)), lead)
    }
}

/// The wall clock as it was at the start, carried forward by the monotonic one: it never jumps and never goes back, and
/// its nanoseconds are Unix time for as long as the wall clock is not set.
package struct SystemClock: Sendable {
    private let offset: Int64

    /// - Parameter wallTime: What the wall clock says now, in nanoseconds since 1970.
    package init(wallTime: Int64 = MonotonicTime.unixNow()) {
        offset = wallTime - MonotonicTime.now()
    }

    private init(offset: Int64) { self.offset = offset }

    package var now: Instant { Instant(nanoseconds: offset.addingSaturated(MonotonicTime.now())) }

    func monotonicTime(of instant: Instant) -> Int64 {
        let (time, overflows) = instant.nanoseconds.subtractingReportingOverflow(offset)
        return overflows ? .max : time
    }

    /// This clock, set forward.
    func ahead(by nanoseconds: Int64) -> SystemClock {
        SystemClock(offset: offset.addingSaturated(nanoseconds))
    }
}

extension Int64 {
    /// The sum with a number that is not negative; the end of time where that is later.
    fileprivate func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
