import Platform

/// The system's monotonic clock, in nanoseconds from an arbitrary point in the past.
package enum MonotonicTime {
    package static func now() -> Int64 { POSIXClock.monotonic() }

    /// The wall-clock time since the Unix epoch in nanoseconds. It jumps when the clock is set.
    package static func unixNow() -> Int64 { POSIXClock.unix() }
}

extension Duration {
    /// Up to 292 years.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
