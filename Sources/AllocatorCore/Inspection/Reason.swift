/// Why what an agent has would not go to a framework in a role if a run were made now over this agent: the first of all
/// that stands against it, in the order of the cases here (<doc:Allocation#5-One-run>).
///
/// Where this one is removed, either the offer comes or another reason is found.
package enum Reason: Hashable, Sendable {
    // MARK: The cluster and the framework

    /// Allocation is paused: by `pause`, or because `recover` waits for agents.
    case paused(knownAgents: Int, expectedAgents: Int?)
    case frameworkInactive
    /// Nobody listens to the offers of its master.
    case masterNotListening(String)
    case notSubscribed
    case suppressed

    // MARK: The agent and the framework

    case agentDeactivated
    case agentNotWhitelisted(hostname: Name)
    /// Of each group of its offer constraints, the first that does not hold.
    case excludedByConstraints([AttributeConstraint])
    /// Capabilities that the framework would need for the agent, or for what is left of it.
    case frameworkLacks(FrameworkCapabilities)
    /// Capabilities that the agent would need for the framework or the role.
    case agentLacks(AgentCapabilities)

    // MARK: What the agent has

    /// Nothing is left of it. The holders are the largest, by dominant share.
    case nothingAvailable([Holder])
    /// What is left is reserved for roles that are neither this one nor above it.
    case reservedForOthers([Name])
    /// What is left has none of the minimum quantities.
    case belowMinimum(minimums: [[NamedQuantity]], available: [NamedQuantity])

    // MARK: Quota

    /// What may still be consumed within the limits of the role is nothing, or below the minimum.
    case atLimit(role: Name, limits: [NamedQuantity], consumed: [NamedQuantity])
    /// What is not needed as headroom for guarantees is nothing, or below the minimum. The roles are those whose guarantees
    /// are not met.
    case heldBack(roles: [Name], required: [NamedQuantity], available: [NamedQuantity])
    /// What is in use would come to more than can be summed up.
    case sumExhausted

    // MARK: Others

    /// The framework declined this much, or more, and does not want it again before it ends.
    case refused(until: ClosedRange<Instant>, declined: [NamedQuantity])
    /// Another one is asked first, and would take it.
    case behind(Contest)
    /// So many frameworks are asked first that it was not found out who of them would take it.
    case tooManyAhead(asked: Int)

    /// Nothing stands against it: the next run over this agent offers it, or this part of it.
    case offered([Resource])
}

extension Reason {
    /// A reason without its numbers. In the order in which they are looked for.
    package enum Kind: Int, CaseIterable, Comparable, Sendable {
        case paused, frameworkInactive, masterNotListening, notSubscribed, suppressed
        case agentDeactivated, agentNotWhitelisted, excludedByConstraints, frameworkLacks, agentLacks
        case nothingAvailable, reservedForOthers, belowMinimum
        case atLimit, heldBack, sumExhausted
        case refused, behind, tooManyAhead, offered

        package static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    package var kind: Kind {
        switch self {
        case .paused: .paused
        case .frameworkInactive: .frameworkInactive
        case .masterNotListening: .masterNotListening
        case .notSubscribed: .notSubscribed
        case .suppressed: .suppressed
        case .agentDeactivated: .agentDeactivated
        case .agentNotWhitelisted: .agentNotWhitelisted
        case .excludedByConstraints: .excludedByConstraints
        case .frameworkLacks: .frameworkLacks
        case .agentLacks: .agentLacks
        case .nothingAvailable: .nothingAvailable
        case .reservedForOthers: .reservedForOthers
        case .belowMinimum: .belowMinimum
        case .atLimit: .atLimit
        case .heldBack: .heldBack
        case .sumExhausted: .sumExhausted
        case .refused: .refused
        case .behind: .behind
        case .tooManyAhead: .tooManyAhead
        case .offered: .offered
        }
    }

    /// The reason less what may differ from agent to agent: reasons with the same subject are told as one.
    var subject: Reason {
        switch self {
        case .agentNotWhitelisted: .agentNotWhitelisted(hostname: "")
        case .nothingAvailable: .nothingAvailable([])
        case .belowMinimum(let minimums, _): .belowMinimum(minimums: minimums, available: [])
        case .refused: .refused(until: .zero...(.zero), declined: [])
        case .tooManyAhead: .tooManyAhead(asked: 0)
        case .offered: .offered([])
        default: self
        }
    }
}

/// Who holds what a framework is short of.
package struct Holder: Hashable, Sendable {
    package var framework: Name
    package var role: Name
    /// Offered or allocated to it.
    package var held: [NamedQuantity]
    /// The part that is merely offered.
    package var offered: [NamedQuantity]
    /// The part that is in use. A shared volume may be in both.
    package var allocated: [NamedQuantity]
    /// Whether the two parts count as one somewhere, because a transition that named no framework may have been its own.
    package var isMerged: Bool

    package init(
        framework: Name, role: Name, held: [NamedQuantity], offered: [NamedQuantity] = [],
        allocated: [NamedQuantity] = [], isMerged: Bool = false
    ) {
        self.framework = framework
        self.role = role
        self.held = held
        self.offered = offered
        self.allocated = allocated
        self.isMerged = isMerged
    }
}

/// Two that want the same, one of which is asked first.
package struct Contest: Hashable, Sendable {
    /// What decides who is asked first.
    package enum Precedence: UInt8, Hashable, Sendable {
        /// A guarantee that is not met yet.
        case guarantee
        /// The smaller share ÷ weight, then the fewer allocations received, then the name.
        case share
        /// A drawing by weights, in each run anew.
        case lot
    }

    /// Two frameworks of one role, or the two siblings in the role tree where the paths of their roles part.
    package struct Contender: Hashable, Sendable {
        /// The framework's id or the role's path; a role beside the roles below it has `/.` at its end.
        package var name: Name
        /// The dominant share, divided by the weight.
        package var weightedShare: Double
        /// Allocations received.
        package var allocations: UInt64

        package init(name: Name, weightedShare: Double, allocations: UInt64) {
            self.name = name
            self.weightedShare = weightedShare
            self.allocations = allocations
        }
    }

    package var precedence: Precedence
    /// The framework that would take it, in this role.
    package var framework: Name
    package var role: Name
    package var first: Contender
    package var second: Contender

    package init(precedence: Precedence, framework: Name, role: Name, first: Contender, second: Contender) {
        self.precedence = precedence
        self.framework = framework
        self.role = role
        self.first = first
        self.second = second
    }
}
