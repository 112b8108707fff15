package import AllocatorCore

/// One allocation run (Allocation, "5. One run").
extension ReferenceCluster {
    package mutating func run() -> AllocationRun {
        runs += 1
        let considered = candidates.sorted().filter { id in
            guard let agent = agents[id], agent.isActivated else { return false }
            return whitelist?.contains(agent.description.hostname) ?? true
        }
        var run = ReferenceRun(cluster: self)
        let (required, available) = (run.required, run.available)
        if quotas.values.contains(where: { !$0.guarantees.isEmpty }) {
            for agent in considered { run.meetGuarantees(on: agent) }
        }
        for agent in considered { run.shareRest(of: agent) }
        self = run.cluster
        let inverseOffers = makeInverseOffers()
        candidates = []
        return AllocationRun(
            number: runs, time: now, agentsConsidered: considered.count, offers: frameworkOffers(run.offers),
            inverseOffers: inverseOffers, requiredHeadroom: required.named, availableHeadroom: available.named,
            heldBack: run.heldBack.named)
    }
}

/// The running totals of an allocation run.
package struct ReferenceRun {
    package var cluster: ReferenceCluster
    /// The consumed quota of roles with a quota.
    package var consumed: [Name: ReferenceQuantities]
    /// The required and the available headroom.
    package var required: ReferenceQuantities
    package var available: ReferenceQuantities
    package var heldBack = ReferenceQuantities()
    /// The maximum that headroom withheld from any framework on the current agent.
    private var kept = ReferenceQuantities()
    /// The offers by framework, role and agent.
    package var offers: [Name: [Name: [Name: ReferenceResources]]] = [:]

    package init(cluster: ReferenceCluster) {
        self.cluster = cluster
        consumed = Dictionary(
            uniqueKeysWithValues: cluster.quotas.keys.map { ($0, cluster.consumedQuota(of: $0)) })
        required = cluster.requiredHeadroom
        available = cluster.availableHeadroom
    }

    /// Stage 1 on one agent.
    package mutating func meetGuarantees(on agent: Name) {
        for role in cluster.rolesInOrder {
            guard let quota = cluster.quotas[role], !quota.guarantees.isEmpty else { continue }
            if isExhausted(agent) { return }
            for framework in cluster.frameworksInOrder(of: role) {
                let missing = quota.guarantees - (consumed[role] ?? ReferenceQuantities())
                if missing.isEmpty { break }
                let part = part(of: agent, for: framework, role: role)
                if case .nothingLeft = part { break }
                guard case .take(let resources) = part else { continue }
                offerGuaranteed(resources, missing: missing, quota: quota, of: agent, to: framework, role: role)
            }
        }
    }

    /// Stage 2 on one agent.
    package mutating func shareRest(of agent: Name) {
        if isExhausted(agent) { return }
        kept = ReferenceQuantities()
        offerRest(of: agent)
        let left = cluster.agents[agent]?.available.filter(\.isUnderQuota).scalarQuantities
        heldBack += kept.bounded(by: left ?? ReferenceQuantities())
    }

    private mutating func offerRest(of agent: Name) {
        for role in cluster.rolesInOrder {
            if isExhausted(agent) { return }
            for framework in cluster.frameworksInOrder(of: role) {
                let part = part(of: agent, for: framework, role: role)
                if case .nothingLeft = part { break }
                guard case .take(let resources) = part else { continue }
                offerRest(resources, of: agent, to: framework, role: role)
            }
        }
    }

    private mutating func offerGuaranteed(
        _ part: ReferenceResources, missing: ReferenceQuantities, quota: ReferenceCluster.Quota, of agent: Name,
        to framework: Name, role: Name
    ) {
        let unreserved = part.filter(\.isUnderQuota)
        let guaranteed = unreserved.shrunk(to: missing)
        if guaranteed.isEmpty { return }
        let always = part.filter {
            $0.metadata.reservationRole == role || $0.metadata.type != .scalar || $0.metadata.isRevocable
        }
        var rest = unreserved - guaranteed
        if !quota.limits.isEmpty {
            let used = consumed[role] ?? ReferenceQuantities()
            rest = rest.shrunk(to: quota.limits - used - guaranteed.scalarQuantities)
        }
        if !required.isEmpty { rest = rest.shrunk(to: available - required) }

        guard give(guaranteed + always + rest, of: agent, to: framework, role: role) else { return }
        let taken = (guaranteed + rest).scalarQuantities
        consumed[role, default: ReferenceQuantities()] += taken
        required -= guaranteed.scalarQuantities
        available -= taken
    }

    private mutating func offerRest(
        _ part: ReferenceResources, of agent: Name, to framework: Name, role: Name
    ) {
        let quota = cluster.quotas[role]
        var rest = part.filter(\.isUnderQuota)
        if let quota, !quota.limits.isEmpty {
            rest = rest.shrunk(to: quota.limits - (consumed[role] ?? ReferenceQuantities()))
        }
        if !required.isEmpty {
            let shrunk = rest.shrunk(to: available - required)
            kept = kept.maximum((rest - shrunk).scalarQuantities)
            rest = shrunk
        }
        guard give(part.filter { !$0.isUnderQuota } + rest, of: agent, to: framework, role: role) else { return }
        available -= rest.scalarQuantities
        if quota != nil { consumed[role, default: ReferenceQuantities()] += rest.scalarQuantities }
    }

    private func isExhausted(_ agent: Name) -> Bool {
        cluster.agents[agent]?.available.isEmpty ?? true
    }
}

extension Resource {
    /// Whether guarantees, limits and headroom apply: unreserved, non-revocable scalars.
    fileprivate var isUnderQuota: Bool {
        metadata.reservations.isEmpty && metadata.type == .scalar && !metadata.isRevocable
    }
}
