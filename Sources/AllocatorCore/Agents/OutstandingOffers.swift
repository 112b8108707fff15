/// The outstanding offers of one agent: the offered part of its holdings, which can be used, declined or rescinded.
///
/// An allocation run needs only the holdings. The offers to a framework in a role never exceed its holding. Most agents
/// have only a few offers, so a linear search is fast.
package struct OutstandingOffers: Sendable {
    /// The resources that the runs of one instant offered to a framework in a role, less those used or declined since.
    struct Offer: Sendable {
        /// The unique number of the offer, to which its timer refers.
        var number: UInt64
        let framework: FrameworkSlot
        let role: RoleSlot
        /// Never empty.
        var resources: Resources
        /// The time at which the offer expires, or `nil` if it does not.
        var deadline: Instant?

        func isOffered(to framework: FrameworkSlot, in role: RoleSlot) -> Bool {
            self.framework == framework && self.role == role
        }
    }

    /// The offers. Those to the same framework in the same role are ordered from oldest to newest.
    private(set) var offers: [Offer] = []

    var count: Int { offers.count }

    func contains(number: UInt64) -> Bool { offers.contains { $0.number == number } }

    func isAnyOffered(to framework: FrameworkSlot, in role: RoleSlot) -> Bool {
        position(of: framework, in: role, from: 0) != nil
    }

    /// Whether the sum of the offers to a framework in a role contains `resources`.
    func contain(
        _ resources: Resources, of framework: FrameworkSlot, in role: RoleSlot
    ) -> Bool {
        guard let first = position(of: framework, in: role, from: 0) else { return false }
        guard position(of: framework, in: role, from: first + 1) != nil else {
            // Fast path for a single offer, the usual case.
            return offers[first].resources.canSubtract(resources)
        }
        return self.resources(of: framework, in: role).canSubtract(resources)
    }

    /// The sum of all offers to a framework in a role.
    func resources(
        of framework: FrameworkSlot, in role: RoleSlot
    ) -> Resources {
        var sum = Resources()
        for offer in offers where offer.isOffered(to: framework, in: role) { sum.add(offer.resources) }
        return sum
    }

    // MARK: Insertion

    /// Adds an offer that expires no earlier than any existing one.
    ///
    /// Offers that expire at the same time are merged. If the framework already has `limit` offers in the role, the new
    /// one is merged into the newest. That offer then expires at the new deadline.
    ///
    /// - Returns: Whether the offer's number identifies an offer, which therefore needs a timer.
    mutating func add(_ new: Offer, limit: Int) -> Bool {
        guard let newest = offers.indices.last(where: { offers[$0].isOffered(to: new.framework, in: new.role) }) else {
            offers.append(new)
            return true
        }
        if offers[newest].deadline == new.deadline {
            offers[newest].resources.add(new.resources)
            return false
        }
        if offers.count(where: { $0.isOffered(to: new.framework, in: new.role) }) < limit {
            offers.append(new)
        } else {
            offers[newest].resources.add(new.resources)
            offers[newest].number = new.number
            offers[newest].deadline = new.deadline
        }
        return true
    }

    // MARK: Removal

    mutating func remove(number: UInt64) -> Offer? {
        offers.firstIndex { $0.number == number }.map { offers.remove(at: $0) }
    }

    /// Subtracts resources from the offers to a framework in a role, oldest first. Resources that are not offered are
    /// ignored.
    mutating func takeOff(
        _ resources: Resources, of framework: FrameworkSlot, in role: RoleSlot
    ) {
        guard let first = position(of: framework, in: role, from: 0) else { return }
        guard position(of: framework, in: role, from: first + 1) != nil else {
            // Fast path for a single offer, the usual case.
            offers[first].resources.subtract(resources)
            if offers[first].resources.isEmpty { offers.remove(at: first) }
            return
        }
        var rest = resources
        var isAnyUsedUp = false
        for position in offers.indices where offers[position].isOffered(to: framework, in: role) {
            takeOff(from: position, &rest)
            if offers[position].resources.isEmpty { isAnyUsedUp = true }
            if rest.isEmpty { break }
        }
        if isAnyUsedUp { offers.removeAll { $0.resources.isEmpty } }
    }

    /// The position of the first offer to a framework in a role, from `start` on.
    ///
    /// Searched by position, because passing elements to a closure would retain their contents.
    private func position(of framework: FrameworkSlot, in role: RoleSlot, from start: Int) -> Int? {
        (start..<offers.count).first { offers[$0].isOffered(to: framework, in: role) }
    }

    /// Subtracts resources from the offers of several frameworks in a role, separately for each framework.
    ///
    /// - Complexity: Linear in the offers.
    mutating func takeOff(
        _ resources: Resources, ofEach frameworks: Set<FrameworkSlot>, in role: RoleSlot
    ) {
        var rests: [FrameworkSlot: Resources] = [:]
        for position in offers.indices
        where offers[position].role == role && frameworks.contains(offers[position].framework) {
            takeOff(from: position, &rests[offers[position].framework, default: resources])
        }
        offers.removeAll { $0.resources.isEmpty }
    }

    /// Subtracts `rest` from one offer. The scalars that the offer does not cover remain in `rest`.
    private mutating func takeOff(
        from position: Int, _ rest: inout Resources
    ) {
        // Items of ranges and sets are unique. They stay in `rest`, so they are subtracted from every offer.
        var left = rest
        for entry in offers[position].resources.scalars { left.subtract(entry) }
        offers[position].resources.subtract(rest)
        rest = left
    }

    /// Replaces offered resources with the result of a conversion.
    ///
    /// The result is added to the newest offer and so gets its deadline.
    mutating func exchange(
        _ old: Resources, for new: Resources, of framework: FrameworkSlot, in role: RoleSlot
    ) {
        guard var newest = offers.last(where: { $0.isOffered(to: framework, in: role) }) else { return }
        takeOff(old, of: framework, in: role)
        if let position = offers.firstIndex(where: { $0.number == newest.number }) {
            offers[position].resources.add(new)
        } else if !new.isEmpty {
            newest.resources = new
            offers.append(newest)
        }
    }

    /// Subtracts items of ranges and sets from the offers to a framework in a role, because they are now allocated to
    /// it.
    mutating func takeOff(
        items: [Resources.Collection], of framework: FrameworkSlot, in role: RoleSlot
    ) {
        if items.isEmpty { return }
        for position in offers.indices where offers[position].isOffered(to: framework, in: role) {
            for entry in items { offers[position].resources.subtract(entry) }
        }
        offers.removeAll { $0.resources.isEmpty }
    }

    mutating func removeAll(of framework: FrameworkSlot, in role: RoleSlot) {
        guard position(of: framework, in: role, from: 0) != nil else { return }
        offers.removeAll { $0.isOffered(to: framework, in: role) }
    }

    /// Subtracts the offered resources that a framework no longer holds in a role, oldest offer first.
    mutating func clamp(
        to held: Resources, of framework: FrameworkSlot, in role: RoleSlot
    ) {
        var excess = resources(of: framework, in: role)
        excess.subtract(held)
        if !excess.isEmpty { takeOff(excess, of: framework, in: role) }
    }
}
