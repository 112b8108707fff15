package import AllocatorCore

/// Outstanding offers, and their rescission when they time out.
extension ReferenceCluster {
    /// The resources offered in one stage of a run, minus those used or declined since. Never empty.
    package struct Offer: Sendable {
        package var framework: Name
        package var role: Name
        package var agent: Name
        package var resources: ReferenceResources
        package var deadline: ReferenceEnd?
    }

    /// The offers by framework, role and agent.
    package typealias Bundles = [Name: [Name: [Name: ReferenceResources]]]

    /// Removes resources from offers, oldest first. Items of ranges and sets exist once, so they are removed from every
    /// offer.
    ///
    /// - Returns: The part of them that was offered.
    package mutating func takeOff(
        _ resources: ReferenceResources, framework: Name, agent: Name
    ) -> ReferenceResources {
        let before = offered(to: framework, agent: agent)
        var rest = resources
        for index in offers.indices {
            let offer = offers[index]
            guard offer.framework == framework, offer.agent == agent else { continue }
            offers[index].resources = offer.resources - rest
            rest -= offer.resources.filter { $0.metadata.type == .scalar }
        }
        offers.removeAll(where: \.resources.isEmpty)
        return before - offered(to: framework, agent: agent)
    }

    /// Rescinds expired offers, one rescission per instant.
    package mutating func rescindOffers(_ isOver: (ReferenceEnd) -> Bool) -> [Rescission] {
        let instants = Set(offers.compactMap(\.deadline).filter(isOver).map(\.time))
        return instants.sorted().map { rescindOffers(at: $0, isOver) }
    }

    private mutating func rescindOffers(at deadline: Instant, _ isOver: (ReferenceEnd) -> Bool) -> Rescission {
        rescind(at: deadline) { offer in offer.deadline.map { $0.time == deadline && isOver($0) } ?? false }
    }

    /// Rescinds all offers to a master's frameworks. Returns `nil` if there are none.
    package mutating func rescindOffers(of master: String) -> Rescission? {
        let own = Set(frameworks.filter { $0.value.master == master }.keys)
        guard offers.contains(where: { own.contains($0.framework) }) else { return nil }
        return rescind(at: now) { own.contains($0.framework) }
    }

    /// Rescinds the selected offers. Offers of the same framework, role, agent and expiry count as one.
    private mutating func rescind(at time: Instant, where ends: (Offer) -> Bool) -> Rescission {
        let ended = offers.filter(ends)
        offers.removeAll(where: ends)
        var bundles: Bundles = [:]
        var counted: [Name: Set<[String]>] = [:]
        for offer in ended {
            let (framework, role, agent) = (offer.framework, offer.role, offer.agent)
            agents[agent]?.release(offer.resources, of: framework)
            let rest = trackedResources(of: framework, role: role, agent: agent) - offer.resources
            setTracked(rest, of: framework, role: role, agent: agent)
            bundles[framework, default: [:]][role, default: [:]][agent, default: ReferenceResources()] +=
                offer.resources
            let deadline = offer.deadline.map { "\($0.time.nanoseconds)" } ?? ""
            counted[framework, default: []].insert([role.string, agent.string, deadline])
        }
        settleClients()
        settleAccounts()
        let rescissions = frameworkOffers(bundles).map { offers in
            frameworks[offers.framework]?.rescinded += UInt64(counted[offers.framework]?.count ?? 0)
            return FrameworkRescission(
                offers: offers, rescindedInAll: frameworks[offers.framework]?.rescinded ?? 0)
        }
        return Rescission(time: time, frameworks: rescissions)
    }

    // MARK: Queries

    package func outstandingOffers(of master: String) -> [FrameworkOffers] {
        var bundles: Bundles = [:]
        for offer in offers where frameworks[offer.framework]?.master == master {
            bundles[offer.framework, default: [:]][offer.role, default: [:]][
                offer.agent, default: ReferenceResources()] += offer.resources
        }
        return frameworkOffers(bundles)
    }

    package func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers] {
        frameworks.filter { $0.value.master == master }.keys.sorted().compactMap { framework in
            let asked = agents.keys.sorted().compactMap { id -> FrameworkInverseOffers.AgentInverseOffer? in
                guard let maintenance = agents[id]?.maintenance, maintenance.outstanding.contains(framework)
                else { return nil }
                return FrameworkInverseOffers.AgentInverseOffer(agent: id, unavailability: maintenance.unavailability)
            }
            return asked.isEmpty ? nil : FrameworkInverseOffers(framework: framework, master: master, agents: asked)
        }
    }

    package func frameworkOffers(_ bundles: Bundles) -> [FrameworkOffers] {
        bundles.sorted { $0.key < $1.key }.map { framework, roles in
            let roleOffers = roles.sorted { $0.key < $1.key }.map { role, agents in
                let agentOffers = agents.sorted { $0.key < $1.key }.map { agent, resources in
                    FrameworkOffers.AgentOffer(agent: agent, resources: resources.resources)
                }
                return FrameworkOffers.RoleOffers(role: role, agents: agentOffers)
            }
            return FrameworkOffers(
                framework: framework, master: frameworks[framework]?.master ?? "", roles: roleOffers)
        }
    }
}
