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
    /// What headroom keeps from it; it counts for each framework that asks.
    var heldBack = Quantities()
    /// Whether it may be more another time although neither the agent nor the framework changes.
    var isBound = false

    static let nothing = Taking()
}

/// What frameworks of each kind may take, found out when the first of a kind asks.
struct Takings: Sendable {
    private var takings = [Taking](repeating: .nothing, count: TakerKind.count)
    /// A bit for each kind that has asked.
    private var known: UInt64 = 0

    subscript(kind: UInt8) -> Taking? {
        get { known & 1 << UInt64(kind) == 0 ? nil : takings[Int(kind)] }
        set {
            known |= 1 << UInt64(kind)
            takings[Int(kind)] = newValue ?? .nothing
        }
    }

    /// Forgets all of it, when there is another amount to take from.
    mutating func removeAll() { known = 0 }
}
