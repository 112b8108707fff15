/// A cluster as a whole, for people and tools to look at.
package struct ClusterView: Hashable, Sendable {
    /// Of the cluster's clock.
    package var time: Instant
    package var runs: UInt64
    package var nextRun: Instant
    package var isPaused: Bool
    /// How many agents `recover` waits for; nil: it waits for none.
    package var expectedAgents: Int?

    package var agents: Int
    /// Those that are deactivated or not whitelisted.
    package var ineligibleAgents: Int
    /// Those that have an unavailability.
    package var agentsInMaintenance: Int
    /// From when to when; nil where no agent has an unavailability.
    package var maintenance: MaintenanceSpan?
    package var frameworks: Int
    /// Nodes of the role tree.
    package var roles: Int
    /// Live offer and inverse-offer filters.
    package var filters: Int
    /// Offers that were neither used nor declined yet, one for each agent, role and framework.
    package var outstandingOffers: Int

    package var total: [NamedQuantity]
    /// Offered or allocated.
    package var held: [NamedQuantity]
    /// What guarantees still lack.
    package var requiredHeadroom: [NamedQuantity]
    package var availableHeadroom: [NamedQuantity]
}

/// The time over which agents have unavailabilities, in nanoseconds of Unix time.
package struct MaintenanceSpan: Hashable, Sendable {
    /// When the first begins.
    package var start: Int64
    /// When the last ends; nil: one of them has no end.
    package var end: Int64?
}

/// What a question about agents, frameworks or roles selects.
package struct ViewSelection: Sendable {
    /// This one only.
    package var id: Name?
    /// Agents of which something is held in this role or below it, frameworks tracked under one of these, these roles.
    package var role: Name?
    /// Those that come after it, by id or path, as bytes.
    package var last: Name?
    /// How much one answer may cost: looks at an agent, framework or role, and at what is held or subscribed to. One that was
    /// begun is finished.
    package var steps: Int

    package init(id: Name? = nil, role: Name? = nil, after last: Name? = nil, steps: Int = 250) {
        self.id = id
        self.role = role
        self.last = last
        self.steps = steps
    }
}

/// A part of an answer.
package struct ViewPage<View: Hashable & Sendable>: Hashable, Sendable {
    package var views: [View] = []
    /// The last one looked at, where there are more: ask on after it. Others may have been passed over.
    package var last: Name?
}

/// Where a client stands in a fair order (<doc:Allocation#3-The-fair-order>).
package struct StandingView: Hashable, Sendable {
    /// The dominant share of the cluster.
    package var share: Double
    /// The resource that makes it; nil where nothing is held that counts.
    package var resource: Name?
    package var weight: Double
    /// What the order goes by.
    package var weightedShare: Double
    /// Allocations received.
    package var allocations: UInt64
    /// From 1, among the active ones; nil: not in the order.
    package var position: Int?
}

package struct AgentView: Hashable, Sendable {
    package var id: Name
    package var hostname: Name
    package var isActivated: Bool
    package var isWhitelisted: Bool
    package var unavailability: Unavailability?
    package var total: [NamedQuantity]
    package var available: [NamedQuantity]
    /// The largest by dominant share, at most `maximumHolders`.
    package var holders: [Holder]
    /// How many there are.
    package var holderCount: Int

    package static let maximumHolders = 20
}

package struct FrameworkView: Hashable, Sendable {
    package struct Membership: Hashable, Sendable {
        package var role: Name
        /// Otherwise it merely holds something there still.
        package var isSubscribed: Bool
        package var isSuppressed: Bool
        /// Among the frameworks of the role.
        package var standing: StandingView
        /// Offered or allocated.
        package var held: [NamedQuantity]
        /// On how many agents.
        package var agents: Int
    }

    package var id: Name
    package var master: String
    package var isMasterListening: Bool
    package var isActive: Bool
    package var capabilities: FrameworkCapabilities
    /// Live offer and inverse-offer filters.
    package var filters: Int
    /// Bundles of offers taken back from it because their time was over.
    package var rescinded: UInt64
    /// By role.
    package var memberships: [Membership]
}

package struct RoleView: Hashable, Sendable {
    package var path: Name
    /// Among its siblings; nil while neither it nor a role below has frameworks.
    package var standing: StandingView?
    package var weight: Double
    /// Tracked under this very role.
    package var frameworks: Int
    package var guarantees: [NamedQuantity]
    package var limits: [NamedQuantity]
    /// Reservations, and what is offered or allocated besides. Of the whole subtree, like what follows.
    package var consumed: [NamedQuantity]
    /// What of the guarantees is not consumed.
    package var unmetGuarantees: [NamedQuantity]
    /// The names of which nothing more may be consumed.
    package var limitsReached: [Name]
    package var reservations: [NamedQuantity]
    /// Offered or allocated.
    package var held: [NamedQuantity]
}
