import Glibc

/// The system's clock, which can be set and then jumps.
enum WallClock {
    /// Since 1970.
    static var nanoseconds: UInt64 {
        var time = timespec()
        // Fails for a clock that does not exist only.
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
