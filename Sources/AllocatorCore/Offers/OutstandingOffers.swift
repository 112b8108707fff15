/// What is offered of one agent and neither used nor declined yet.
///
/// It decides nothing in a run, which asks only for what is held, be it offered or allocated. It says what of that is merely
/// offered, and may therefore be taken back.
///
/// Of one framework in one role it is contained in what that framework holds there: who shrinks a holding clamps it. It is
/// short (a few entries for an agent), so it is searched from the front.
struct OutstandingOffers: Sendable {
    /// What runs of one instant offered to a framework in a role, less what has been used or declined of it since.
    struct Offer: Sendable {
        /// Tells it from all other offers; its timer refers to it.
        var number: UInt64
        let framework: Slot<Framework>
        let role: Slot<Role>
        /// Never empty.
        var resources: Resources
        /// When it is taken back; nil: never.
        var deadline: Instant?

        func isOffered(to framework: Slot<Framework>, in role: Slot<Role>) -> Bool {
            self.framework == framework && self.role == role
        }
    }

    /// Of one framework in one role the oldest first.
    private(set) var offers: [Offer] = []

    var count: Int { offers.count }

    func contains(number: UInt64) -> Bool { offers.contains { $0.number == number } }

    /// All that is offered to a framework in a role.
    func resources(
        of framework: Slot<Framework>, in role: Slot<Role>, _ kinds: borrowing ResourceKindTable
    ) -> Resources {
        var sum = Resources()
        for offer in offers where offer.isOffered(to: framework, in: role) { sum.add(offer.resources, kinds) }
        return sum
    }

    // MARK: Coming

    /// Adds an offer that ends no earlier than any before it.
    ///
    /// What ends at the same time is one offer. Where there are `limit` of the framework in the role already, it joins the
    /// newest of them, which then ends as late as this one.
    ///
    /// - Returns: whether the offer's number now stands for an offer of its own, so that it needs a timer.
    mutating func add(_ new: Offer, limit: Int, _ kinds: borrowing ResourceKindTable) -> Bool {
        guard let newest = offers.indices.last(where: { offers[$0].isOffered(to: new.framework, in: new.role) }) else {
            offers.append(new)
            return true
        }
        if offers[newest].deadline == new.deadline {
            offers[newest].resources.add(new.resources, kinds)
            return false
        }
        if offers.count(where: { $0.isOffered(to: new.framework, in: new.role) }) < limit {
            offers.append(new)
        } else {
            offers[newest].resources.add(new.resources, kinds)
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
        _ resources: Resources, of framework: Slot<Framework>, in role: Slot<Role>,
        _ kinds: borrowing ResourceKindTable
    ) {
        guard let first = position(of: framework, in: role, from: 0) else { return }
        guard position(of: framework, in: role, from: first + 1) != nil else {
            // The only one, as mostly.
            offers[first].resources.subtract(resources, kinds)
            if offers[first].resources.isEmpty { offers.remove(at: first) }
            return
        }
        var rest = resources
        var isAnyUsedUp = false
        for position in offers.indices where offers[position].isOffered(to: framework, in: role) {
            // Of a range or a set there is one of each item: what goes, goes from every offer.
            var left = rest
            for entry in offers[position].resources.scalars { left.subtract(entry, kinds) }
            offers[position].resources.subtract(rest, kinds)
            if offers[position].resources.isEmpty { isAnyUsedUp = true }
            rest = left
            if rest.isEmpty { break }
        }
        if isAnyUsedUp { offers.removeAll { $0.resources.isEmpty } }
    }

    /// Where the first offer to a framework in a role is, at `start` or behind it.
    ///
    /// By position: to hand an element to a closure would retain what it holds.
    private func position(of framework: Slot<Framework>, in role: Slot<Role>, from start: Int) -> Int? {
        (start..<offers.count).first { offers[$0].isOffered(to: framework, in: role) }
    }

    /// Takes resources off the offers of each framework that has some in a role.
    mutating func takeOffEach(_ resources: Resources, in role: Slot<Role>, _ kinds: borrowing ResourceKindTable) {
        for framework in Set(offers.lazy.filter { $0.role == role }.map(\.framework)) {
            takeOff(resources, of: framework, in: role, kinds)
        }
    }

    /// Takes off, the oldest first, what a framework no longer holds in a role.
    ///
    /// - Parameter held: what it still holds; nil: nothing.
    mutating func clamp(
        to held: Resources?, of framework: Slot<Framework>, in role: Slot<Role>, _ kinds: borrowing ResourceKindTable
    ) {
        guard let first = position(of: framework, in: role, from: 0) else { return }
        guard let held else {
            offers.removeAll { $0.isOffered(to: framework, in: role) }
            return
        }
        // Mostly there is one offer, and the rest of it is still held.
        if position(of: framework, in: role, from: first + 1) == nil,
            held.canSubtract(offers[first].resources, kinds)
        {
            return
        }
        var excess = resources(of: framework, in: role, kinds)
        excess.subtract(held, kinds)
        if !excess.isEmpty { takeOff(excess, of: framework, in: role, kinds) }
    }
}
