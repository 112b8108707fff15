/// An agent and what is offered or allocated of it (`allocation.md` §2).
package struct Agent: Sendable {
    /// What one framework holds in one role, offered or allocated.
    struct Holding: Sendable {
        var framework: Slot<Framework>
        var role: Slot<Role>
        var resources: Resources
    }

    var description: AgentDescription
    var isActivated = true
    private(set) var total = Resources()
    private(set) var totalQuantities = Quantities()
    /// The shared part of the total: always available, however often it is allocated.
    private var shared = Resources()
    private(set) var hasGPU = false

    /// In the order in which they came.
    private(set) var holdings: [Holding] = []
    private var held = Resources()
    /// Total less what is offered or allocated, plus what is shared. Over-allocation leaves nothing.
    private(set) var available = Resources()
    private(set) var availableRevocable = Quantities()
    /// What of the holdings is merely offered.
    var offers = OutstandingOffers()

    /// The allocated part by role, as the masters tell it. It is reported and decides nothing.
    private(set) var allocated: [Slot<Role>: Resources] = [:]

    var maintenance: Maintenance?

    var id: Name { description.id }

    init(_ description: AgentDescription) { self.description = description }

    // MARK: Total

    mutating func setTotal(_ total: Resources, gpus: Int?, _ kinds: borrowing ResourceKindTable) {
        self.total = total
        totalQuantities = total.quantities(kinds)
        shared = total.hasShared(kinds) ? total.filter { kinds.traits(of: $0).contains(.shared) } : Resources()
        hasGPU = gpus.map { totalQuantities[$0] > 0 } ?? false
        updateAvailable(kinds)
    }

    // MARK: Holdings

    func holding(of framework: Slot<Framework>, in role: Slot<Role>) -> Resources? {
        holdings.first { $0.framework == framework && $0.role == role }?.resources
    }

    func holds(anythingOf framework: Slot<Framework>) -> Bool {
        holdings.contains { $0.framework == framework }
    }

    mutating func give(
        _ resources: Resources, to framework: Slot<Framework>, in role: Slot<Role>,
        _ kinds: borrowing ResourceKindTable
    ) {
        if resources.isEmpty { return }
        if let position = holdings.firstIndex(where: { $0.framework == framework && $0.role == role }) {
            holdings[position].resources.add(resources, kinds)
        } else {
            holdings.append(Holding(framework: framework, role: role, resources: resources))
        }
        held.add(resources, kinds)
        updateAvailable(kinds)
    }

    /// Takes back what `framework` must hold. What it holds no longer is not offered either.
    mutating func takeBack(
        _ resources: Resources, from framework: Slot<Framework>, in role: Slot<Role>,
        _ kinds: borrowing ResourceKindTable
    ) {
        guard let position = holdings.firstIndex(where: { $0.framework == framework && $0.role == role }) else {
            preconditionFailure("only what is held is taken back")
        }
        holdings[position].resources.subtract(resources, kinds)
        if holdings[position].resources.isEmpty { holdings.remove(at: position) }
        offers.clamp(to: holding(of: framework, in: role), of: framework, in: role, kinds)
        held.subtract(resources, kinds)
        // Ranges and sets are added up as sets: what another one holds of them too is still held.
        for entry in resources.collections {
            for holding in holdings {
                for other in holding.resources.collections where kinds.areEqual(other.kind, entry.kind) {
                    held.add(other, kinds)
                }
            }
        }
        updateAvailable(kinds)
    }

    private mutating func updateAvailable(_ kinds: borrowing ResourceKindTable) {
        if shared.isEmpty {
            available = total
            available.subtract(held, kinds)
        } else {
            available = total.filter { !kinds.traits(of: $0).contains(.shared) }
            available.subtract(held.filter { !kinds.traits(of: $0).contains(.shared) }, kinds)
            available.add(shared, kinds)
        }
        availableRevocable = available.quantities(kinds) { $0.contains(.revocable) }
    }

    // MARK: The allocated part

    /// Clamped: what goes past the greatest sum is passed over.
    mutating func growAllocated(by resources: Resources, in role: Slot<Role>, _ kinds: borrowing ResourceKindTable) {
        var part = allocated[role] ?? Resources()
        guard part.quantities(kinds).canAdd(resources.quantities(kinds)) else { return }
        part.add(resources, kinds)
        allocated[role] = part
    }

    /// Clamped: what was never said to be allocated is passed over.
    mutating func shrinkAllocated(by resources: Resources, in role: Slot<Role>, _ kinds: borrowing ResourceKindTable) {
        guard var part = allocated[role] else { return }
        part.subtract(resources, kinds)
        allocated[role] = part.isEmpty ? nil : part
    }
}
