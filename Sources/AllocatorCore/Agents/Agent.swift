/// An agent and what is offered or allocated of it (<doc:Allocation#2-State>).
package struct Agent: Sendable {
    /// What one framework holds in one role, offered or allocated.
    struct Holding: Sendable {
        var framework: FrameworkSlot
        var role: RoleSlot
        var resources: Resources
    }

    var description: AgentDescription
    var isActivated = true
    private(set) var total = Resources()
    private(set) var totalQuantities = Quantities()
    /// The shared part of the total: always available, however often it is allocated.
    private var shared = Resources()
    private(set) var hasGPU = false
    /// Whether some of the total is reserved.
    private(set) var hasReservations = false

    /// In the order in which they came.
    private(set) var holdings: [Holding] = []
    /// Total less what is offered or allocated, plus what is shared. Over-allocation leaves nothing.
    private(set) var available = Resources()
    private(set) var availableRevocable = Quantities()
    /// The offered part of the holdings. The rest of a holding is allocated (`Agent+Accounts`).
    var offers = OutstandingOffers()
    /// Frameworks whose offered and allocated part count as one, until they hold nothing here. Each is known.
    var mergedFrameworks: Set<FrameworkSlot> = []

    var maintenance: Maintenance?

    /// What was declined of it last.
    private var lastRefused: RefusedResources?

    /// What its place in a random order depends on.
    let hash: UInt64
    /// The change counter at which a run found that no framework can be offered anything of the agent (`RunMemory`); 0
    /// since the agent changed.
    var exhaustedAt: UInt64 = 0
    /// Whether it is in `RunMemory.dirtyAgents`.
    var isEnqueued = false

    package var id: Name { description.id }

    init(_ description: AgentDescription) {
        self.description = description
        hash = StableHash.of(description.id)
    }

    // MARK: Total

    package mutating func setTotal(_ total: Resources) {
        self.total = total
        totalQuantities = total.quantities
        let traits = total.traits
        shared = traits.contains(.shared) ? total.filter { $0.traits.contains(.shared) } : Resources()
        hasGPU = traits.contains(.gpu)
        hasReservations = traits.contains(.reserved)
        updateAvailable()
    }

    // MARK: Holdings

    @inline(__always)
    func holding(of framework: FrameworkSlot, in role: RoleSlot) -> Resources? {
        position(of: framework, in: role).map { holdings[$0].resources }
    }

    @inline(__always)
    func holds(anythingOf framework: FrameworkSlot, in role: RoleSlot) -> Bool {
        position(of: framework, in: role) != nil
    }

    /// Where what a framework holds in a role is among the holdings.
    ///
    /// By position: to hand an element to a closure would retain what it holds.
    @inline(__always)
    func position(of framework: FrameworkSlot, in role: RoleSlot) -> Int? {
        holdings.indices.first { holdings[$0].framework == framework && holdings[$0].role == role }
    }

    func holds(anythingOf framework: FrameworkSlot) -> Bool {
        holdings.contains { $0.framework == framework }
    }

    /// - Parameter isAvailable: whether `resources` are known to be available, as what a run gives is.
    mutating func give(
        _ resources: Resources, to framework: FrameworkSlot, in role: RoleSlot, isAvailable: Bool = false
    ) {
        if resources.isEmpty { return }
        if let position = position(of: framework, in: role) {
            holdings[position].resources.add(resources)
        } else {
            // Mostly one framework uses a part and another one is offered the rest.
            if holdings.isEmpty { holdings.reserveCapacity(2) }
            holdings.append(Holding(framework: framework, role: role, resources: resources))
        }
        if isAvailable { takeOffAvailable(resources) } else { updateAvailable() }
    }

    /// Whether nothing is available once `offer` is given, which is contained in what is available now.
    func isUsedUp(by offer: Resources) -> Bool { shared.isEmpty && available.hasSameEntries(as: offer) }

    /// Takes back what `framework` holds in a role.
    ///
    /// What is offered of it has been taken off the offers before: the rest of the holding still contains them.
    mutating func takeBack(
        _ resources: Resources, from framework: FrameworkSlot, in role: RoleSlot
    ) {
        let position = existingPosition(of: framework, in: role)
        holdings[position].resources.subtract(resources)
        settleHolding(at: position)
    }

    /// Takes out what a conversion replaces. The holding stays in its place, even where it is empty, until
    /// `endExchange`.
    mutating func beginExchange(of old: Resources, by framework: FrameworkSlot, in role: RoleSlot) {
        let position = existingPosition(of: framework, in: role)
        holdings[position].resources.subtract(old)
    }

    mutating func endExchange(for new: Resources, by framework: FrameworkSlot, in role: RoleSlot) {
        let position = existingPosition(of: framework, in: role)
        holdings[position].resources.add(new)
        settleHolding(at: position)
    }

    private func existingPosition(of framework: FrameworkSlot, in role: RoleSlot) -> Int {
        guard let position = position(of: framework, in: role) else {
            preconditionFailure("only what is held is taken back or converted")
        }
        return position
    }

    /// Removes a holding that has become empty, with all that was known of it.
    private mutating func settleHolding(at position: Int) {
        let holding = holdings[position]
        if holding.resources.isEmpty {
            holdings.remove(at: position)
            offers.removeAll(of: holding.framework, in: holding.role)
            if !mergedFrameworks.isEmpty, !holds(anythingOf: holding.framework) {
                mergedFrameworks.remove(holding.framework)
            }
        } else if mergedFrameworks.contains(holding.framework) {
            offers.clamp(to: holding.resources, of: holding.framework, in: holding.role)
        }
        updateAvailable()
    }

    /// - Complexity: linear in the holdings.
    private mutating func updateAvailable() {
        available = total
        for holding in holdings {
            if shared.isEmpty {
                available.subtract(holding.resources)
            } else {
                available.subtract(holding.resources.filter { !$0.traits.contains(.shared) })
            }
        }
        availableRevocable = available.quantities { $0.contains(.revocable) }
    }

    /// Comes to the same as `updateAvailable` where what was given is contained in what was available.
    private mutating func takeOffAvailable(_ resources: Resources) {
        if available.hasSameEntries(as: resources) {
            available = shared
            availableRevocable = Quantities()
            return
        }
        if shared.isEmpty {
            available.subtract(resources)
        } else {
            available.subtract(resources.filter { !$0.traits.contains(.shared) })
        }
        availableRevocable = available.quantities { $0.contains(.revocable) }
    }

    // MARK: Filters

    /// What a filter is made from, shared with the filter before it where that was made from the same.
    mutating func refused(_ resources: Resources) -> RefusedResources {
        if let lastRefused, lastRefused.resources.hasSameEntries(as: resources) { return lastRefused }
        let refused = RefusedResources(resources)
        lastRefused = refused
        return refused
    }
}
