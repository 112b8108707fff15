/// What is offered of one agent and neither used nor declined yet: the offered part of its holdings.
///
/// A run asks only for what is held, offered or allocated. What is offered can be used, declined or rescinded.
///
/// What is offered to a framework in a role is contained in what it holds there. The list is short (a few entries for an
/// agent), so it is searched from the front.
package struct OutstandingOffers: Sendable {
    /// What runs of one instant offered to a framework in a role, less what has been used or declined of it since.
    struct Offer: Sendable {
        /// Tells it from all other offers; its timer refers to it.
        var number: UInt64
        let framework: FrameworkSlot
        let role: RoleSlot
        /// Never empty.
        var resources: Resources
        /// When it is taken back; nil: never.
        var deadline: Instant?

        func isOffered(to framework: FrameworkSlot, in role: RoleSlot) -> Bool {
            self.framework == framework && self.role == role
        }
    }

    /// Of one framework in one role the oldest first.
    private(set) var offers: [Offer] = []

    var count: Int { offers.count }

    func contains(number: UInt64) -> Bool { offers.contains { $0.number == number } }

    func isAnyOffered(to framework: FrameworkSlot, in role: RoleSlot) -> Bool {
        position(of: framework, in: role, from: 0) != nil
    }

    /// Whether what is offered to a framework in a role contains `resources`.
    func contain(
        _ resources: Resources, of framework: FrameworkSlot, in role: RoleSlot
    ) -> Bool {
        guard let first = position(of: framework, in: role, from: 0) else { return false }
        guard position(of: framework, in: role, from: first + 1) != nil else {
            // The only one, as mostly.
            return offers[first].resources.canSubtract(resources)
        }
        return self.resources(of: framework, in: role).canSubtract(resources)
    }

    /// All that is offered to a framework in a role.
    func resources(
        of framework: FrameworkSlot, in role: RoleSlot
    ) -> Resources {
        var sum = Resources()
        for offer in offers where offer.isOffered(to: framework, in: role) { sum.add(offer.resources) }
        return sum
    }

    // MARK: Coming

    /// Adds an offer that ends no earlier than any before it.
    ///
    /// What ends at the same time is one offer. Where there are `limit` of the framework in the role already, it joins the
    /// newest of them, which then ends as late as this one.
    ///
    /// - Returns: whether the offer's number now stands for an offer of its own, so that it needs a timer.
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

    // MARK: Going

    mutating func remove(number: UInt64) -> Offer? {
        offers.firstIndex { $0.number == number }.map { offers.remove(at: $0) }
    }

    /// Takes resources off the offers of a framework in a role, off the oldest first. What was not offered is passed over.
    mutating func takeOff(
        _ resources: Resources, of framework: FrameworkSlot, in role: RoleSlot
    ) {
        guard let first = position(of: framework, in: role, from: 0) else { return }
        guard position(of: framework, in: role, from: first + 1) != nil else {
            // The only one, as mostly.
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

    /// Where the first offer to a framework in a role is, at `start` or behind it.
    ///
    /// By position: to hand an element to a closure would retain what it holds.
    private func position(of framework: FrameworkSlot, in role: RoleSlot, from start: Int) -> Int? {
        (start..<offers.count).first { offers[$0].isOffered(to: framework, in: role) }
    }

    /// Takes resources off the offers of each of some frameworks in a role.
    ///
    /// - Complexity: linear in the offers.
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

    /// Takes off one offer what it has of `rest`, and leaves in `rest` what is to be taken off the next one.
    private mutating func takeOff(
        from position: Int, _ rest: inout Resources
    ) {
        // Of a range or a set there is one of each item: what goes, goes from every offer.
        var left = rest
        for entry in offers[position].resources.scalars { left.subtract(entry) }
        offers[position].resources.subtract(rest)
        rest = left
    }

    /// Puts what a conversion makes in the place of what it takes. It joins the newest offer, and so ends with it.
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

    /// Takes items of ranges and sets off the offers of a framework in a role: they are allocated to it.
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

    /// Takes off, the oldest first, what a framework no longer holds in a role.
    mutating func clamp(
        to held: Resources, of framework: FrameworkSlot, in role: RoleSlot
    ) {
        var excess = resources(of: framework, in: role)
        excess.subtract(held)
        if !excess.isEmpty { takeOff(excess, of: framework, in: role) }
    }
}
