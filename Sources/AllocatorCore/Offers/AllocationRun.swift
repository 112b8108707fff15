/// The result of one allocation run, in the order in which it is published.
package struct AllocationRun: Hashable, Sendable {
    /// The number of the run, starting at 1 when the cluster is initialized.
    package var number: UInt64
    package var time: Instant
    /// The number of considered agents that are activated and whitelisted.
    package var agentsConsidered: Int
    /// Sorted by framework id.
    package var offers: [FrameworkOffers]
    /// Sorted by framework id.
    package var inverseOffers: [FrameworkInverseOffers]
    /// The required headroom before the run, by name, without zeroes.
    package var requiredHeadroom: [NamedQuantity]
    /// The available headroom before the run, by name, without zeroes.
    package var availableHeadroom: [NamedQuantity]
    /// The quantities that the second stage withheld so that guarantees can still be met.
    ///
    /// For each agent and resource, this is the largest amount withheld from a framework, at most the amount left after
    /// the run.
    package var heldBack: [NamedQuantity]

    package init(
        number: UInt64, time: Instant, agentsConsidered: Int, offers: [FrameworkOffers] = [],
        inverseOffers: [FrameworkInverseOffers] = [], requiredHeadroom: [NamedQuantity] = [],
        availableHeadroom: [NamedQuantity] = [], heldBack: [NamedQuantity] = []
    ) {
        self.number = number
        self.time = time
        self.agentsConsidered = agentsConsidered
        self.offers = offers
        self.inverseOffers = inverseOffers
        self.requiredHeadroom = requiredHeadroom
        self.availableHeadroom = availableHeadroom
        self.heldBack = heldBack
    }
}

package struct NamedQuantity: Hashable, Sendable {
    package var name: Name
    package var quantity: Quantity

    package init(name: Name, quantity: Quantity) {
        self.name = name
        self.quantity = quantity
    }
}

/// The offers of one run to one framework. A rescission or a page has the same form.
package struct FrameworkOffers: Hashable, Sendable {
    package var framework: Name
    /// The master that last added, activated or updated the framework.
    package var master: String
    /// Sorted by role.
    package var roles: [RoleOffers]

    package struct RoleOffers: Hashable, Sendable {
        package var role: Name
        /// Sorted by agent id.
        package var agents: [AgentOffer]

        package init(role: Name, agents: [AgentOffer]) {
            self.role = role
            self.agents = agents
        }
    }

    package struct AgentOffer: Hashable, Sendable {
        package var agent: Name
        package var offered: OfferedResources

        /// The resources, each with the role as its allocation role. Every access converts them again.
        package var resources: [Resource] { offered.list }

        package init(agent: Name, offered: OfferedResources) {
            self.agent = agent
            self.offered = offered
        }

        package init(agent: Name, resources: [Resource]) {
            self.init(agent: agent, offered: OfferedResources(resources))
        }
    }

    package init(framework: Name, master: String, roles: [RoleOffers]) {
        self.framework = framework
        self.master = master
        self.roles = roles
    }
}

/// The inverse offers of one run to one framework.
package struct FrameworkInverseOffers: Hashable, Sendable {
    package var framework: Name
    package var master: String
    /// Sorted by agent id.
    package var agents: [AgentInverseOffer]

    package struct AgentInverseOffer: Hashable, Sendable {
        package var agent: Name
        package var unavailability: Unavailability

        package init(agent: Name, unavailability: Unavailability) {
            self.agent = agent
            self.unavailability = unavailability
        }
    }

    package init(framework: Name, master: String, agents: [AgentInverseOffer]) {
        self.framework = framework
        self.master = master
        self.agents = agents
    }
}
