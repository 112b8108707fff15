/// Frameworks of one kind may take the same of an agent in a role, but for their filters: those whose capabilities decide
/// alike and that have neither minimum quantities nor constraints of their own there.
enum TakerKind {
    /// How many kinds there are that more than one framework may be of.
    static let count = 64

    /// The kind of those that are like no other.
    static let own: UInt8 = 255

    private static let deciding: [FrameworkCapabilities] = [
        .revocableResources, .gpuResources, .sharedResources, .multiRole, .reservationRefinement, .regionAware,
    ]

    static func number(of framework: Framework, in role: Slot<Role>) -> UInt8 {
        guard framework.minimums[role] == nil, framework.constraints[role] == nil else { return own }
        return deciding.enumerated().reduce(0) { number, capability in
            framework.capabilities.contains(capability.element) ? number | 1 << UInt8(capability.offset) : number
        }
    }
}

/// What a framework may take of an agent in a role, before its filters.
struct Taking: Sendable {
    /// nil: nothing.
    var offer: Resources?
    /// What headroom keeps from it.
    var heldBack = Quantities()
    /// Whether it may be more another time although neither the agent nor the framework changes.
    var isBound = false

    static let nothing = Taking()
}

/// What frameworks of each kind may take of an agent, found out when the first of a kind asks.
struct Takings: Sendable {
    /// A tuple would be leaked by Swift 6.3 where `subscript` yields a part of it, in builds that are not optimized.
    private struct Known: Sendable {
        var kind: UInt8
        var isCommon: Bool
        var taking: Taking
    }

    /// Few: mostly all frameworks are of one kind.
    private var known: [Known] = []

    /// Where the taking of a kind is; nil: nobody of that kind has asked.
    ///
    /// - Parameter isCommon: whether it is the one in all roles in which it is the same, or that in the role at hand.
    func position(of kind: UInt8, isCommon: Bool) -> Int? {
        known.firstIndex { $0.kind == kind && $0.isCommon == isCommon }
    }

    /// - Returns: where it is.
    mutating func append(_ taking: Taking, of kind: UInt8, isCommon: Bool) -> Int {
        known.append(Known(kind: kind, isCommon: isCommon, taking: taking))
        return known.count - 1
    }

    subscript(position: Int) -> Taking {
        _read { yield known[position].taking }
    }

    /// Forgets what is so in one role only, when another one is come to.
    mutating func removeThoseOfOneRole() {
        if !known.isEmpty { known.removeAll { !$0.isCommon } }
    }

    /// Forgets all of it, when there is another amount to take from.
    mutating func removeAll() {
        if !known.isEmpty { known.removeAll(keepingCapacity: true) }
    }
}
