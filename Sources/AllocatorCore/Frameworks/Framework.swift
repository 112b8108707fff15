/// A framework that was added, or the mere id of one that agents are said to be used by.
package struct Framework: Sendable {
    /// A role that a framework is tracked under, because it is subscribed to it or holds something in it.
    package struct Membership: Sendable {
        package let role: RoleSlot
        let place: FairOrder<FrameworkClient>.ClientSlot
        /// The number of agents of which the framework holds something in this role.
        package var agents = 0
    }

    /// The sender of a call.
    package struct Master: Sendable {
        package var name: String
        /// Whether the master receives its publications.
        package var isListening: Bool

        package init(name: String, isListening: Bool) {
            self.name = name
            self.isListening = isListening
        }
    }

    package let id: Name
    /// Whether `add_framework` has been accepted for it.
    package var isAdded = false
    /// The master that last added, activated or updated the framework.
    package var master = ""
    /// Without a listening master, a framework is in no role's order and gets no inverse offers.
    var isMasterListening = true
    var isActive = false
    var capabilities: FrameworkCapabilities = []
    /// The subscribed roles, by path.
    package var roles: [RoleSlot] = []
    package var suppressedRoles: Set<RoleSlot> = []
    package var memberships: [Membership] = []
    /// The minimum quantities of each role. An offer must contain one of them.
    var minimums: [RoleSlot: [Quantities]] = [:]
    var constraints: [RoleSlot: CompiledConstraints] = [:]
    /// The number of offers that expired or were rescinded since the framework was added.
    var rescinded: UInt64 = 0
    /// The number of pairs of an agent and a role in which the framework holds something.
    package var holdingCount = 0

    init(id: Name) { self.id = id }

    package func membership(in role: RoleSlot) -> Membership? {
        memberships.first { $0.role == role }
    }

    /// Whether it takes part in the order of `role`.
    package func isActive(in role: RoleSlot) -> Bool {
        isActive && isMasterListening && roles.contains(role) && !suppressedRoles.contains(role)
    }
}
