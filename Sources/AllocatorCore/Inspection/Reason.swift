/// The reason why a run over an agent would not offer its resources to a framework in a role
/// (<doc:Allocation#5-One-run>).
///
/// If several reasons apply, it is the first one in the order of the cases. If its cause is removed, either an offer
/// follows or another reason applies.
package enum Reason: Hashable, Sendable {
    // MARK: Cluster and framework

    /// Allocation is paused by `pause`, or because `recover` waits for agents.
    case paused(knownAgents: Int, expectedAgents: Int?)
    case frameworkInactive
    /// The framework's master is not subscribed to its offers.
    case masterNotListening(String)
    case notSubscribed
    case suppressed

    // MARK: Agent and framework

    case agentDeactivated
    case agentNotWhitelisted(hostname: Name)
    /// The first failing constraint of each group of the framework's offer constraints.
    case excludedByConstraints([AttributeConstraint])
    /// The capabilities that the framework lacks for the agent, or for its available resources.
    case frameworkLacks(FrameworkCapabilities)
    /// The capabilities that the agent lacks for the framework or the role.
    case agentLacks(AgentCapabilities)

    // MARK: Available resources

    /// No resources are available. The associated holders are the largest by dominant share.
    case nothingAvailable([Holder])
    /// The available resources are reserved to roles that are neither this one nor its ancestors.
    case reservedForOthers([Name])
    /// The available resources contain none of the minimum quantities.
    case belowMinimum(minimums: [[NamedQuantity]], available: [NamedQuantity])

    // MARK: Quota

    /// The limits of the role, or of a role above it, leave nothing, or less than the minimum. The associated role is
    /// the one whose limit binds.
    ///
    /// `guaranteed` is the part below the limit that other roles of the subtree are guaranteed and do not use yet.
    case atLimit(
        role: Name, limits: [NamedQuantity], consumed: [NamedQuantity], guaranteed: [NamedQuantity] = [])
    /// The headroom for guarantees leaves nothing, or less than the minimum. The roles are those with unmet guarantees.
    case heldBack(roles: [Name], required: [NamedQuantity], available: [NamedQuantity])
    /// The sum of all holdings would exceed its range.
    case sumExhausted

    // MARK: Filters and other frameworks

    /// The framework declined resources that contain the offer, and its filter has not expired.
    case refused(until: ClosedRange<Instant>, declined: [NamedQuantity])
    /// Another framework is asked first, and would take the resources.
    case behind(Contest)
    /// More frameworks would be asked first than the query may visit.
    case tooManyAhead(asked: Int)

    /// There is no obstacle. The next run over the agent offers these resources.
    case offered([Resource])
}

extension Reason {
    /// The kind of a reason, in the order in which reasons are checked.
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

    /// The reason without the values that may differ between agents. Reasons with the same subject form one group.
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

/// A framework with a holding in a role.
package struct Holder: Hashable, Sendable {
    package var framework: Name
    package var role: Name
    /// The quantities that are offered or allocated to the framework.
    package var held: [NamedQuantity]
    /// The offered part.
    package var offered: [NamedQuantity]
    /// The allocated part. A shared volume may be in both parts.
    package var allocated: [NamedQuantity]
    /// Whether the two parts count as one on some agent, because a transition without a framework may have been its
    /// own.
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

/// Two contenders for the same resources, one of which is asked first.
package struct Contest: Hashable, Sendable {
    /// The rule that decides which contender is asked first.
    package enum Precedence: UInt8, Hashable, Sendable {
        /// An unmet guarantee.
        case guarantee
        /// The smaller share ÷ weight, then the smaller number of allocations received, then the name.
        case share
        /// A weighted draw in each run.
        case lot
    }

    /// One of two frameworks of a role, or of two siblings in the role tree.
    package struct Contender: Hashable, Sendable {
        /// The framework's id or the role's path. The path ends in `/.` if the role competes with its own children.
        package var name: Name
        /// The dominant share, divided by the weight.
        package var weightedShare: Double
        /// The number of allocations received.
        package var allocations: UInt64

        package init(name: Name, weightedShare: Double, allocations: UInt64) {
            self.name = name
            self.weightedShare = weightedShare
            self.allocations = allocations
        }
    }

    package var precedence: Precedence
    /// The framework that would take the resources, in `role`.
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
