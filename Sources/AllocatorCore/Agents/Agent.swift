/// An agent with its resources and their holders (<doc:Allocation#2-State>).
package struct Agent: Sendable {
    /// The resources that a framework holds in a role, offered or allocated.
    struct Holding: Sendable {
        var framework: FrameworkSlot
        var role: RoleSlot
        var resources: Resources
    }

    var description: AgentDescription
    var isActivated = true
    private(set) var total = Resources()
    private(set) var totalQuantities = Quantities()
    /// The shared part of the total. It is always available, however often it is allocated.
    private var shared = Resources()
    private(set) var hasGPU = false
    /// Whether any part of the total is reserved.
    private(set) var hasReservations = false

    /// The holdings in the order of insertion.
    private(set) var holdings: [Holding] = []
    /// The total minus the holdings of non-shared resources, saturating at zero.
    private(set) var available = Resources()
    private(set) var availableRevocable = Quantities()
    /// The offered part of the holdings. The rest of each holding is allocated (`Agent+Accounts`).
    var offers = OutstandingOffers()
    /// The frameworks whose offered and allocated parts count as one, until they hold nothing here.
    var mergedFrameworks: Set<FrameworkSlot> = []

    var maintenance: Maintenance?

    /// The resources of the latest filter, reused if the next filter has equal ones.
    private var lastRefused: RefusedResources?

    /// The hash of the id, which decides the agent's place in a random order.
    let hash: UInt64
    /// The change counter at which a run found that no framework can be offered anything of the agent (`RunMemory`).
    ///
    /// It is 0 if the agent has changed since.
    var exhaustedAt: UInt64 = 0
    /// Whether the agent is in `RunMemory.dirtyAgents`.
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

    /// The position of a holding, or `nil` if the framework holds nothing in the role.
    ///
    /// Searched by position, because passing elements to a closure would retain their contents.
    @inline(__always)
    func position(of framework: FrameworkSlot, in role: RoleSlot) -> Int? {
        holdings.indices.first { holdings[$0].framework == framework && holdings[$0].role == role }
    }

    func holds(anythingOf framework: FrameworkSlot) -> Bool {
        holdings.contains { $0.framework == framework }
    }

    /// Adds resources to a holding, which is created if necessary.
    ///
    /// - Parameter isAvailable: Whether `resources` are known to be available, as those that a run allocates.
    mutating func give(
        _ resources: Resources, to framework: FrameworkSlot, in role: RoleSlot, isAvailable: Bool = false
    ) {
        if resources.isEmpty { return }
        if let position = position(of: framework, in: role) {
            holdings[position].resources.add(resources)
        } else {
            // Typically, one framework uses a part and another one is offered the rest.
            if holdings.isEmpty { holdings.reserveCapacity(2) }
            holdings.append(Holding(framework: framework, role: role, resources: resources))
        }
        if isAvailable { takeOffAvailable(resources) } else { updateAvailable() }
    }

    /// Whether nothing remains available after `offer` is given. The available resources must contain `offer`.
    func isUsedUp(by offer: Resources) -> Bool { shared.isEmpty && available.hasSameEntries(as: offer) }

    /// Removes resources from a holding.
    ///
    /// The caller has already removed the offered ones from the offers, so the rest of the holding still contains all
    /// offers.
    mutating func takeBack(
        _ resources: Resources, from framework: FrameworkSlot, in role: RoleSlot
    ) {
        let position = existingPosition(of: framework, in: role)
        holdings[position].resources.subtract(resources)
        settleHolding(at: position)
    }

    /// Removes the resources that a conversion consumes. The holding keeps its place until `endExchange`, even if it is
    /// empty.
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
            preconditionFailure("only held resources are recovered or converted")
        }
        return position
    }

    /// Removes the holding if it has become empty, with its offers, and updates the available resources.
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

    /// Recomputes the available resources from the total and the holdings.
    ///
    /// - Complexity: Linear in the holdings.
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

    /// Subtracts resources that are known to be available. Equivalent to `updateAvailable`, but faster.
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

    /// The resources of a filter. Consecutive filters of equal resources share one object.
    mutating func refused(_ resources: Resources) -> RefusedResources {
        if let lastRefused, lastRefused.resources.hasSameEntries(as: resources) { return lastRefused }
        let refused = RefusedResources(resources)
        lastRefused = refused
        return refused
    }
}
