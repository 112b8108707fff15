package import AllocatorCore

/// The bounds of one cluster. What would go past one is refused with `resourceExhausted`.
package struct ClusterLimits: Hashable, Sendable {
    package var allocator = AllocatorLimits()
    /// Masters that have ever numbered their events.
    package var masters = 10_000

    package init() {}

    /// For what a journal has, whatever the limits were when it happened.
    static let kept: ClusterLimits = {
        var limits = ClusterLimits()
        limits.allocator = .kept
        limits.masters = .max
        return limits
    }()
}
