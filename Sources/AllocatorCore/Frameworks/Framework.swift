/// A framework that was added, or a placeholder for an id that resources in use on an agent refer to.
package struct Framework: Sendable {
    /// A role under which a framework is tracked, because it is subscribed to it or holds resources in it.
    package struct Membership: Sendable {
        package let role: RoleSlot
        let place: FairOrder<FrameworkClient>.ClientSlot
        /// The number of agents on which the framework holds resources in this role.
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
    /// Whether `add_framework` has been accepted for the framework.
    package var isAdded = false
    /// The master that last added, activated or updated the framework.
    package var master = ""
    /// Whether that master is listening. If not, the framework is in no role's order and gets no inverse offers.
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
    /// The number of pairs of an agent and a role in which the framework holds resources.
    package var holdingCount = 0

    init(id: Name) { self.id = id }

    package func membership(in role: RoleSlot) -> Membership? {
        memberships.first { $0.role == role }
    }

    /// Whether the framework takes part in the fair order of `role`.
    package func isActive(in role: RoleSlot) -> Bool {
        isActive && isMasterListening && roles.contains(role) && !suppressedRoles.contains(role)
    }
}
