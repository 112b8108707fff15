package import AllocatorCore
package import AllocatorWire

extension WireClusterStart {
    package init(_ clock: Allocator.Clock) {
        self.init()
        self.clock =
            switch clock {
            case .system: .system
            case .virtual: .virtual
            }
        rules = Self.currentRules
    }

    /// The version of the decision rules. It changes when the same events lead to a different state.
    ///
    /// Version 2 accounts for offered and allocated resources separately.
    package static let currentRules: UInt32 = 2

    var hasCurrentRules: Bool { rules == Self.currentRules }

    /// Whether a snapshot with these rules can be restored if no entries follow it.
    var hasEarlierRules: Bool { rules <= 1 }
}
