/// A framework, or the mere name of one that agents were said to be used by and that has not been added yet.
package struct Framework: Sendable {
    /// A role that the framework is tracked under: it is subscribed to it or still holds something in it.
    struct Membership: Sendable {
        let role: Slot<Role>
        let place: FairOrder<FrameworkClient>.ClientSlot
        /// On how many agents something is held in this role.
        var agents = 0
    }

    let id: Name
    /// Whether it has been added.
    var isKnown = false
    /// The master that last added, activated or updated it.
    var master = ""
    /// Without a listening master it is in no role's order and is not asked about maintenance.
    var isMasterListening = true
    var isActive = false
    var capabilities: FrameworkCapabilities = []
    /// The roles that it is subscribed to, by path.
    var roles: [Slot<Role>] = []
    var suppressedRoles: Set<Slot<Role>> = []
    var memberships: [Membership] = []
    /// Per role, the quantities of which an offer must contain one.
    var minimums: [Slot<Role>: [Quantities]] = [:]
    var constraints: [Slot<Role>: CompiledConstraints] = [:]
    var offerFilters: [Slot<Role>: [Slot<Agent>: OfferFilterList]] = [:]
    var inverseOfferFilters: [Slot<Agent>: [InverseOfferFilter]] = [:]
    /// Bundles of offers that were taken back from it because their time was over, since it was added.
    var rescinded: UInt64 = 0
    /// On how many agents it holds something, in whatever role.
    var holdingCount = 0

    init(id: Name) { self.id = id }

    func membership(in role: Slot<Role>) -> Membership? {
        memberships.first { $0.role == role }
    }

    /// Whether it takes part in the order of `role`.
    func isActive(in role: Slot<Role>) -> Bool {
        isActive && isMasterListening && roles.contains(role) && !suppressedRoles.contains(role)
    }

    var filterCount: Int {
        offerFilters.values.reduce(0) { $1.values.reduce($0) { $0 + $1.count } }
            + inverseOfferFilters.values.reduce(0) { $0 + $1.count }
    }
}
