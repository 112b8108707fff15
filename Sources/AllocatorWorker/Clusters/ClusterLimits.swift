package import AllocatorCore

/// The bounds of one cluster. Calls that would exceed one are refused with `resourceExhausted`.
package struct ClusterLimits: Hashable, Sendable {
    package var allocator = AllocatorLimits()
    /// Masters that have ever numbered their events.
    package var masters = ProgressTable.defaultLimit

    package init() {}

    /// The bounds for data read from a journal, which may have been written under other limits.
    static let kept: ClusterLimits = {
        var limits = ClusterLimits()
        limits.allocator = .kept
        limits.masters = .max
        return limits
    }()
}
