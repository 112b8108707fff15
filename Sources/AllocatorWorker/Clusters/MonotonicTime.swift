import Glibc

/// The system's monotonic clock, in nanoseconds from some point in the past.
package enum MonotonicTime {
    package static func now() -> Int64 {
        read(CLOCK_MONOTONIC)
    }

    /// The wall clock, in nanoseconds of the Unix epoch. It can be set, and then jumps.
    package static func unixNow() -> Int64 {
        read(CLOCK_REALTIME)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Fails for a clock that does not exist only.
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
