package import AllocatorCore

extension ObservedRun {
    package init(_ run: AllocationRun) {
        number = run.number
        time = run.time
        agentsConsidered = run.agentsConsidered
        offers = run.offers.map { offers in
            ObservedOffers(
                framework: offers.framework, master: offers.master,
                bundles: offers.roles.flatMap { role in
                    role.agents.map {
                        ObservedOffers.Bundle(
                            role: role.role, agent: $0.agent, resources: ObservedResources($0.resources))
                    }
                })
        }
        inverseOffers = run.inverseOffers.map { offers in
            ObservedInverseOffers(
                framework: offers.framework, master: offers.master,
                agents: offers.agents.map {
                    ObservedInverseOffers.Entry(agent: $0.agent, unavailability: $0.unavailability)
                })
        }
        requiredHeadroom = run.requiredHeadroom.map(NamedAmount.init)
        availableHeadroom = run.availableHeadroom.map(NamedAmount.init)
        heldBack = run.heldBack.map(NamedAmount.init)
    }
}

extension NamedAmount {
    package init(_ named: NamedQuantity) {
        self.init(name: named.name, quantity: named.quantity)
    }
}
