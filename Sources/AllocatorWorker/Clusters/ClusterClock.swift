package import AllocatorCore

/// What moves the time of the clusters.
package enum ClusterClock: Sendable {
    /// The system does.
    case system(SystemClock)
    /// `advance` does, and nothing else; time begins at 0.
    case `virtual`

    /// As the core has it.
    var kind: Allocator.Clock {
        switch self {
        case .system: .system
        case .virtual: .virtual
        }
    }

    /// The present, where it moves by itself.
    var now: Instant? {
        switch self {
        case .system(let clock): clock.now
        case .virtual: nil
        }
    }
}

/// The wall clock as it was at the start, carried forward by the monotonic one: it never jumps and never goes back, and
/// its nanoseconds are Unix time for as long as nobody sets the wall clock.
package struct SystemClock: Sendable {
    private let offset: Int64

    package init() {
        offset = MonotonicTime.unixNow() - MonotonicTime.now()
    }

    package var now: Instant { Instant(nanoseconds: offset + MonotonicTime.now()) }
}
