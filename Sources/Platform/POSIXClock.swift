import Glibc

/// The clocks of the operating system, in nanoseconds.
package enum POSIXClock {
    /// The time on the monotonic clock, which starts at an arbitrary point in the past and never goes back.
    package static func monotonic() -> Int64 {
        read(CLOCK_MONOTONIC)
    }

    /// The wall-clock time since the Unix epoch. It jumps when the clock is set.
    package static func unix() -> Int64 {
        read(CLOCK_REALTIME)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // `clock_gettime` fails only for an unknown clock.
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
