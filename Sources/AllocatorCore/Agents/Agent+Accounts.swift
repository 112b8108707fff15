/// The two accounts of a holding, offered and allocated (<doc:Allocation#2-State>).
///
/// The offered part is the sum of the outstanding offers, and the allocated part is the rest. So the two always add up
/// to the holding. An item of a range or a set is in only one of them.
extension Agent {
    enum Account: Sendable {
        case offered
        case allocated
    }

    /// Whether the two accounts of a framework count as one, because a transition without a framework may have been its
    /// own.
    @inline(__always)
    func isMerged(_ framework: FrameworkSlot) -> Bool {
        !mergedFrameworks.isEmpty && mergedFrameworks.contains(framework)
    }

    func resources(in account: Account, of framework: FrameworkSlot, as role: RoleSlot) -> Resources {
        guard let position = position(of: framework, in: role) else { return Resources() }
        return isMerged(framework) ? holdings[position].resources : part(of: holdings[position], in: account)
    }

    /// The part of a holding that is in an account, even if the two accounts count as one.
    func part(of holding: Holding, in account: Account) -> Resources {
        let offered = offers.resources(of: holding.framework, in: holding.role)
        if account == .offered { return offered }
        var allocated = holding.resources
        allocated.subtract(offered)
        return allocated
    }

    /// Whether an account of a framework contains `resources`.
    @inline(__always)
    func contains(
        _ resources: Resources, in account: Account, of framework: FrameworkSlot, as role: RoleSlot
    ) -> Bool {
        guard let position = position(of: framework, in: role) else { return false }
        if isMerged(framework) { return holdings[position].resources.canSubtract(resources) }
        if account == .offered { return offers.contain(resources, of: framework, in: role) }
        // A framework that already uses resources rarely has further offers here.
        guard offers.isAnyOffered(to: framework, in: role) else {
            return holdings[position].resources.canSubtract(resources)
        }
        return self.resources(in: .allocated, of: framework, as: role).canSubtract(resources)
    }

    // MARK: Changes

    /// Records that a framework uses resources, so that their items are no longer offered.
    mutating func noteUsed(
        _ resources: Resources, by framework: FrameworkSlot, in role: RoleSlot
    ) {
        offers.takeOff(items: resources.collections, of: framework, in: role)
    }

    /// Converts offered resources, before the holding itself is changed. Allocated resources stay allocated.
    ///
    /// If the two accounts count as one, the result of the conversion is not recorded as offered.
    mutating func exchangeOffered(
        _ old: Resources, for new: Resources, of framework: FrameworkSlot, in role: RoleSlot
    ) {
        if isMerged(framework) { return offers.takeOff(old, of: framework, in: role) }
        let isAnyItemMade = !new.collections.isEmpty
        let allocated = isAnyItemMade ? resources(in: .allocated, of: framework, as: role) : Resources()
        offers.exchange(old, for: new, of: framework, in: role)
        offers.takeOff(items: allocated.collections, of: framework, in: role)
    }

    // MARK: Transitions without a framework

    /// The resources of this agent that a framework is offered, by role.
    struct OfferedParts {
        let framework: FrameworkSlot
        var parts: [RoleSlot: Resources] = [:]
    }

    /// Returns the offered resources of each framework, or its holdings if its accounts count as one.
    ///
    /// - Complexity: Linear in the holdings and offers.
    func offeredParts() -> [OfferedParts] {
        var result: [OfferedParts] = []
        var positions: [FrameworkSlot: Int] = [:]
        func position(of framework: FrameworkSlot) -> Int {
            if let position = positions[framework] { return position }
            positions[framework] = result.count
            result.append(OfferedParts(framework: framework))
            return result.count - 1
        }
        for offer in offers.offers where !isMerged(offer.framework) {
            result[position(of: offer.framework)].parts[offer.role, default: Resources()].add(offer.resources)
        }
        for holding in holdings where isMerged(holding.framework) {
            result[position(of: holding.framework)].parts[holding.role] = holding.resources
        }
        return result
    }
}
