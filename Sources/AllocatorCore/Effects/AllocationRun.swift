/// What an accepted call answers.
package enum Reply: Hashable, Sendable {
    case ok
    /// Agents by id, and of each the frameworks by id.
    case inverseOfferStatuses([AgentStatuses])

    package struct AgentStatuses: Hashable, Sendable {
        package var agent: Name
        package var frameworks: [InverseOfferStatus]

        package init(agent: Name, frameworks: [InverseOfferStatus]) {
            self.agent = agent
            self.frameworks = frameworks
        }
    }
}

/// One allocation run and what came of it, in the order in which it is published.
package struct AllocationRun: Hashable, Sendable {
    /// 1, 2, 3 … since the cluster was initialized.
    package var number: UInt64
    package var time: Instant
    /// The candidates that were activated and whitelisted.
    package var agentsConsidered: Int
    /// By framework id.
    package var offers: [FrameworkOffers]
    /// By framework id.
    package var inverseOffers: [FrameworkInverseOffers]
    /// Before the run; by name, zeroes left out. Likewise below.
    package var requiredHeadroom: [NamedQuantity]
    package var availableHeadroom: [NamedQuantity]
    /// What stage 2 held back so that guarantees can still be met: of each agent and resource, the most that was kept from any
    /// framework that was asked, and no more than what is left of the agent after the run.
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

/// What one run offers to one framework.
package struct FrameworkOffers: Hashable, Sendable {
    package var framework: Name
    /// The master that last added, activated or updated the framework.
    package var master: String
    /// By role.
    package var roles: [RoleOffers]

    package struct RoleOffers: Hashable, Sendable {
        package var role: Name
        /// By agent id.
        package var agents: [AgentOffer]

        package init(role: Name, agents: [AgentOffer]) {
            self.role = role
            self.agents = agents
        }
    }

    package struct AgentOffer: Hashable, Sendable {
        package var agent: Name
        package var offered: OfferedResources

        /// Each with `role` as its allocation role; made anew each time that it is read.
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

/// The inverse offers of one run for one framework.
package struct FrameworkInverseOffers: Hashable, Sendable {
    package var framework: Name
    package var master: String
    /// By agent id.
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
