/// The frameworks of a cluster, by slot and by id.
///
/// The table also has placeholders for frameworks that were not added but hold resources, because an agent may report
/// resources in use by them. A framework can only be changed through this table, which keeps these invariants:
/// - `addedCount` is the number of frameworks that were added;
/// - a framework that was not added has no memberships;
/// - the `holdingCount` of a framework that was added is the sum over its memberships.
package struct FrameworkTable: Sendable {
    private var frameworks = SlotTable<Framework, FrameworkTag>()
    private var slotsByID: [Name: FrameworkSlot] = [:]
    /// The number of frameworks that were added.
    package private(set) var addedCount = 0

    package init() {}

    /// The number of frameworks, whether they were added or not.
    package var count: Int { frameworks.count }

    /// One past the highest slot that was ever in use.
    package var capacity: Int { frameworks.capacity }

    package subscript(slot: FrameworkSlot) -> Framework {
        @inline(__always) _read { yield frameworks[slot] }
    }

    package func contains(_ slot: FrameworkSlot) -> Bool { frameworks.contains(slot) }

    /// The slots of all frameworks, ascending.
    package var slots: some Sequence<FrameworkSlot> { frameworks.slots }

    /// The slots of the frameworks that were added, ascending.
    package var added: some Sequence<FrameworkSlot> {
        frameworks.slots.lazy.filter { [frameworks] in frameworks[$0].isAdded }
    }

    /// The framework with this id, whether it was added or not.
    package func slot(of id: Name) -> FrameworkSlot? { slotsByID[id] }

    /// The framework with this id, if it was added.
    @inline(__always)
    package func addedSlot(of id: Name) -> FrameworkSlot? {
        guard let slot = slotsByID[id], frameworks[slot].isAdded else { return nil }
        return slot
    }

    // MARK: Insertion and removal

    /// Returns the slot of an id. Inserts a placeholder if there is none.
    package mutating func intern(_ id: Name) -> FrameworkSlot {
        if let slot = slotsByID[id] { return slot }
        let slot = frameworks.insert(Framework(id: id))
        slotsByID[id] = slot
        return slot
    }

    /// Adds a framework without roles.
    ///
    /// - Precondition: No framework with this id was added.
    package mutating func add(_ id: Name, isActive: Bool, by master: Framework.Master) -> FrameworkSlot {
        let slot = intern(id)
        precondition(!frameworks[slot].isAdded, "a framework is added once")
        addedCount += 1
        frameworks[slot].isAdded = true
        frameworks[slot].isActive = isActive
        entrust(slot, to: master)
        return slot
    }

    /// Removes a framework.
    ///
    /// - Precondition: It holds nothing and is tracked under no role.
    package mutating func remove(_ slot: FrameworkSlot) {
        precondition(
            frameworks[slot].holdingCount == 0 && frameworks[slot].memberships.isEmpty, "a framework is emptied first")
        if frameworks[slot].isAdded { addedCount -= 1 }
        slotsByID[frameworks[slot].id] = nil
        frameworks.remove(slot)
    }

    // MARK: Masters

    /// Records the master of a framework. The caller updates the orders of its roles.
    package mutating func entrust(_ slot: FrameworkSlot, to master: Framework.Master) {
        frameworks[slot].master = master.name
        frameworks[slot].isMasterListening = master.isListening
    }

    /// The frameworks that belong to a master, ascending.
    ///
    /// - Complexity: O(*n*)
    package func slots(ofMaster name: String) -> [FrameworkSlot] {
        added.filter { frameworks[$0].master == name }
    }

    /// The names of the masters of all frameworks, ascending as bytes.
    ///
    /// - Complexity: O(*n* log *n*)
    package var masters: [String] {
        Set(added.map { Name(frameworks[$0].master) }).sorted().map(\.string)
    }

    // MARK: Subscriptions

    package mutating func setActive(_ isActive: Bool, of slot: FrameworkSlot) { frameworks[slot].isActive = isActive }

    mutating func setCapabilities(_ capabilities: FrameworkCapabilities, of slot: FrameworkSlot) {
        frameworks[slot].capabilities = capabilities
    }

    /// Replaces the subscribed roles. The caller updates the memberships.
    package mutating func setRoles(
        _ roles: [RoleSlot], suppressed: Set<RoleSlot> = [], of slot: FrameworkSlot
    ) {
        frameworks[slot].roles = roles
        frameworks[slot].suppressedRoles = suppressed
    }

    package mutating func suppress(_ roles: [RoleSlot], of slot: FrameworkSlot) {
        frameworks[slot].suppressedRoles.formUnion(roles)
    }

    package mutating func revive(_ roles: [RoleSlot], of slot: FrameworkSlot) {
        frameworks[slot].suppressedRoles.subtract(roles)
    }

    mutating func setMinimums(_ minimums: [RoleSlot: [Quantities]], of slot: FrameworkSlot) {
        frameworks[slot].minimums = minimums
    }

    mutating func setConstraints(_ constraints: CompiledConstraints, in role: RoleSlot, of slot: FrameworkSlot) {
        frameworks[slot].constraints[role] = constraints
    }

    /// Removes the constraints of all roles.
    ///
    /// - Returns: The removed constraints, whose patterns the caller releases.
    mutating func removeConstraints(of slot: FrameworkSlot) -> [CompiledConstraints] {
        defer { frameworks[slot].constraints = [:] }
        return Array(frameworks[slot].constraints.values)
    }

    mutating func recordRescission(of slot: FrameworkSlot) { frameworks[slot].rescinded += 1 }

    /// Sets the number of rescinded offers, for a restored framework.
    mutating func setRescinded(_ count: UInt64, of slot: FrameworkSlot) { frameworks[slot].rescinded = count }

    // MARK: Memberships and holdings

    /// Records that a framework is tracked under a role.
    package mutating func addMembership(
        in role: RoleSlot, at place: FairOrder<FrameworkClient>.ClientSlot, of slot: FrameworkSlot
    ) {
        precondition(frameworks[slot].isAdded, "only frameworks that were added are tracked")
        frameworks[slot].memberships.append(Framework.Membership(role: role, place: place))
    }

    package mutating func removeMembership(in role: RoleSlot, of slot: FrameworkSlot) {
        frameworks[slot].memberships.removeAll { $0.role == role }
    }

    /// Records one more agent on which a framework holds resources in a role.
    package mutating func recordHolding(in role: RoleSlot, of slot: FrameworkSlot) {
        frameworks[slot].holdingCount += 1
        if frameworks[slot].isAdded { changeAgents(in: role, of: slot, by: 1) }
    }

    /// Records one agent less on which a framework holds resources in a role.
    package mutating func removeHolding(in role: RoleSlot, of slot: FrameworkSlot) {
        frameworks[slot].holdingCount -= 1
        if frameworks[slot].isAdded { changeAgents(in: role, of: slot, by: -1) }
    }

    /// Resets the holdings of a framework that was just added, before they are counted by role.
    package mutating func resetHoldings(of slot: FrameworkSlot) {
        precondition(frameworks[slot].memberships.allSatisfy { $0.agents == 0 }, "no holding is counted by role")
        frameworks[slot].holdingCount = 0
    }

    private mutating func changeAgents(in role: RoleSlot, of slot: FrameworkSlot, by change: Int) {
        guard let position = frameworks[slot].memberships.firstIndex(where: { $0.role == role }) else {
            preconditionFailure("a framework that holds resources in a role is tracked under it")
        }
        frameworks[slot].memberships[position].agents += change
    }

    // MARK: Invariants

    /// The invariants that do not hold. Empty unless there is a programming error.
    ///
    /// - Complexity: O(*n*). Intended for tests.
    package func brokenInvariants() -> [String] {
        var broken: [String] = []
        func expect(_ condition: Bool, _ invariant: String) {
            if !condition { broken.append(invariant) }
        }
        expect(frameworks.slots.count { frameworks[$0].isAdded } == addedCount, "added frameworks are counted")
        expect(
            slotsByID.count == count && frameworks.slots.allSatisfy { slotsByID[frameworks[$0].id] == $0 },
            "frameworks are found by id")
        for slot in frameworks.slots {
            let framework = frameworks[slot]
            guard framework.isAdded else {
                expect(framework.memberships.isEmpty, "\(framework.id) is tracked only after it is added")
                expect(framework.holdingCount > 0, "\(framework.id) is added or holds resources")
                continue
            }
            let roles = Set(framework.memberships.map(\.role))
            expect(roles.count == framework.memberships.count, "\(framework.id) is tracked once under a role")
            expect(
                framework.holdingCount == framework.memberships.reduce(0) { $0 + $1.agents },
                "the holdings of \(framework.id) are counted by role")
        }
        return broken
    }
}
