/// A view of a whole cluster for operators and tools.
package struct ClusterView: Hashable, Sendable {
    /// The time of the cluster's clock.
    package var time: Instant
    package var runs: UInt64
    package var nextRun: Instant
    package var isPaused: Bool
    /// The number of agents that `recover` waits for, or `nil` if it waits for none.
    package var expectedAgents: Int?

    package var agents: Int
    /// The number of agents that are deactivated or not whitelisted.
    package var ineligibleAgents: Int
    /// The number of agents that have an unavailability.
    package var agentsInMaintenance: Int
    /// The time span of all unavailabilities, or `nil` if no agent has one.
    package var maintenance: MaintenanceSpan?
    package var frameworks: Int
    /// The number of nodes of the role tree.
    package var roles: Int
    /// The number of unexpired offer and inverse-offer filters.
    package var filters: Int
    /// The number of outstanding offers, counted for each agent, role and framework.
    package var outstandingOffers: Int

    package var total: [NamedQuantity]
    /// The offered or allocated quantities.
    package var held: [NamedQuantity]
    /// The headroom that unmet guarantees require.
    package var requiredHeadroom: [NamedQuantity]
    package var availableHeadroom: [NamedQuantity]
}

/// The time range of all unavailabilities, in nanoseconds of Unix time.
package struct MaintenanceSpan: Hashable, Sendable {
    /// The start of the first unavailability.
    package var start: Int64
    /// The end of the last unavailability, or `nil` if one of them has no end.
    package var end: Int64?
}

/// The selection of a query for agents, frameworks or roles.
package struct ViewSelection: Sendable {
    /// The only entry to return, or `nil` for all.
    package var id: Name?
    /// Selects the agents with holdings in this role or below it, the frameworks tracked under one of these roles, or
    /// the roles themselves.
    package var role: Name?
    /// Selects the entries after this id or path, compared as bytes.
    package var last: Name?
    /// The maximum number of visited agents, frameworks, roles, holdings and subscriptions. The last entry is always
    /// completed.
    package var steps: Int

    package init(id: Name? = nil, role: Name? = nil, after last: Name? = nil, steps: Int = 250) {
        self.id = id
        self.role = role
        self.last = last
        self.steps = steps
    }
}

/// One page of the response to a query.
package struct ViewPage<View: Hashable & Sendable>: Hashable, Sendable {
    package var views: [View] = []
    /// The last visited name if there are more, after which the next query continues. Entries outside the selection are
    /// visited but not listed.
    package var last: Name?
}

/// The place of a client in a fair order (<doc:Allocation#3-The-fair-order>).
package struct StandingView: Hashable, Sendable {
    /// The dominant share of the cluster.
    package var share: Double
    /// The dominant resource, or `nil` if the share is zero.
    package var resource: Name?
    package var weight: Double
    /// The share divided by the weight, which decides the order.
    package var weightedShare: Double
    /// The number of allocations received.
    package var allocations: UInt64
    /// The rank among the active clients, starting at 1, or `nil` for an inactive client.
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
    /// The largest holders by dominant share, at most `maximumHolders`.
    package var holders: [Holder]
    /// The number of holders.
    package var holderCount: Int

    package static let maximumHolders = 20
}

package struct FrameworkView: Hashable, Sendable {
    package struct Membership: Hashable, Sendable {
        package var role: Name
        /// Whether the framework is subscribed to the role. If not, it still holds resources there.
        package var isSubscribed: Bool
        package var isSuppressed: Bool
        /// The place among the frameworks of the role.
        package var standing: StandingView
        /// The offered or allocated quantities.
        package var held: [NamedQuantity]
        /// The number of agents with holdings.
        package var agents: Int
    }

    package var id: Name
    package var master: String
    package var isMasterListening: Bool
    package var isActive: Bool
    package var capabilities: FrameworkCapabilities
    /// The number of unexpired offer and inverse-offer filters.
    package var filters: Int
    /// The number of offers that were rescinded from the framework.
    package var rescinded: UInt64
    /// The memberships, sorted by role.
    package var memberships: [Membership]
}

package struct RoleView: Hashable, Sendable {
    package var path: Name
    /// The place among its siblings, or `nil` if no role of its subtree has frameworks.
    package var standing: StandingView?
    package var weight: Double
    /// The number of frameworks tracked under exactly this role.
    package var frameworks: Int
    package var guarantees: [NamedQuantity]
    package var limits: [NamedQuantity]
    /// The consumed quota of the subtree: reservations, and offered or allocated unreserved resources.
    package var consumed: [NamedQuantity]
    /// The part of the guarantees that is not consumed.
    package var unmetGuarantees: [NamedQuantity]
    /// The names of the resources whose limits are reached.
    package var limitsReached: [Name]
    package var reservations: [NamedQuantity]
    /// The offered or allocated quantities.
    package var held: [NamedQuantity]
}
