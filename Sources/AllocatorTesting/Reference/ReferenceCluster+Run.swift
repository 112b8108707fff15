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
            if options.guaranteesLargerDisks {
                for agent in considered { run.meetGuarantees(on: agent, withLargerDisks: true) }
            }
        }
        for agent in considered { run.shareRest(of: agent) }
        self = run.cluster
        let inverseOffers = makeInverseOffers()
        candidates = []
        delayedRun = nil
        isRunDue = false
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
        consumed = cluster.consumedQuotas
        required = cluster.requiredHeadroom
        available = cluster.availableHeadroom
    }

    /// Stage 1 on one agent.
    ///
    /// - Parameter withLargerDisks: Whether an indivisible disk may exceed what is missing.
    package mutating func meetGuarantees(on agent: Name, withLargerDisks: Bool = false) {
        for role in cluster.rolesInOrder {
            if claim(of: role).isEmpty { continue }
            if isExhausted(agent) { return }
            for framework in cluster.frameworksInOrder(of: role) {
                let claim = claim(of: role)
                if claim.isEmpty { break }
                let part = part(of: agent, for: framework, role: role)
                if case .nothingLeft = part { break }
                guard case .take(let resources) = part else { continue }
                offerGuaranteed(
                    resources, claim: claim, of: agent, to: framework, role: role, withLargerDisks: withLargerDisks)
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
        _ part: ReferenceResources, claim: ReferenceQuantities, of agent: Name, to framework: Name, role: Name,
        withLargerDisks: Bool
    ) {
        let unreserved = part.filter(\.isUnderQuota)
        let room = room(of: role)
        var guaranteed = unreserved.shrunk(to: claim)
        if isNested { guaranteed = guaranteed.shrunk(to: room) }
        if guaranteed.isEmpty, withLargerDisks { guaranteed = largerDisk(in: unreserved, claim: claim, room: room) }
        if guaranteed.isEmpty { return }
        let quantities = guaranteed.scalarQuantities
        var rest = (unreserved - guaranteed).shrunk(to: room - quantities)
        if isHeadroomKept { rest = rest.shrunk(to: available - required - (quantities - claim)) }
        let always = part.filter {
            $0.metadata.reservationRole == role || $0.metadata.type != .scalar || $0.metadata.isRevocable
        }
        let others =
            cluster.options.guaranteesWholeAgents
            ? always
            : itemsInProportion(
                always, given: quantities + rest.scalarQuantities, of: unreserved.scalarQuantities,
                names: quantities.bounded(by: claim), to: framework, role: role)

        guard give(guaranteed + others + rest, of: agent, to: framework, role: role) else { return }
        record((guaranteed + rest).scalarQuantities, of: role)
        required = isNested ? tree.requiredHeadroom : required - quantities.bounded(by: claim)
    }

    /// The smallest indivisible disk that is larger than what is missing, or nothing.
    private func largerDisk(
        in resources: ReferenceResources, claim: ReferenceQuantities, room: ReferenceLimits
    ) -> ReferenceResources {
        let surplus = available - required
        let disks = resources.resources.filter { disk in
            guard disk.metadata.isIndivisible, case .scalar(let size) = disk.amount else { return false }
            let name = disk.metadata.name
            return claim[name] > .zero && size > claim[name] && size <= room.byName[name] ?? .maximum
                && size - claim[name] <= surplus[name]
        }
        // In the order of shrinking, so that the first of several equal sizes is the one that Mesos would look at.
        let first = ReferenceResources.inOrderOfShrinking(disks).min { $0.amount.thousandths < $1.amount.thousandths }
        return ReferenceResources(first.map { [$0] } ?? [])
    }

    /// Returns resources with a part of their unreserved, non-revocable ranges and sets: the framework's minimum, or
    /// the share of the agent that the offer takes of the guaranteed names.
    private func itemsInProportion(
        _ resources: ReferenceResources, given: ReferenceQuantities, of whole: ReferenceQuantities,
        names: ReferenceQuantities, to framework: Name, role: Name
    ) -> ReferenceResources {
        let minimums =
            cluster.frameworks[framework]?.description.minimumAllocatableResources[role]
            ?? cluster.options.minimumAllocatableResources
        var result = ReferenceResources()
        for resource in resources.resources {
            let metadata = resource.metadata
            guard metadata.type != .scalar, metadata.reservations.isEmpty, !metadata.isRevocable else {
                result += ReferenceResources([resource])
                continue
            }
            let minimum = minimums.compactMap { $0[metadata.name] }.max() ?? .zero
            var count = (Int128(minimum.thousandths) + 999) / 1000
            if minimum == .zero {
                let items = resource.amount.thousandths / 1000
                count =
                    names.byName.keys.map { name in
                        let (part, all) = (Int128(given[name].thousandths), Int128(whole[name].thousandths))
                        return (items * part + all - 1) / all
                    }.max() ?? 0
            }
            var reduced = resource
            reduced.amount = resource.amount.first(Int(count))
            result += ReferenceResources([reduced])
        }
        return result
    }

    private mutating func offerRest(
        _ part: ReferenceResources, of agent: Name, to framework: Name, role: Name
    ) {
        var rest = part.filter(\.isUnderQuota).shrunk(to: room(of: role))
        if isHeadroomKept {
            let shrunk = rest.shrunk(to: available - required)
            kept = kept.maximum((rest - shrunk).scalarQuantities)
            rest = shrunk
        }
        guard give(part.filter { !$0.isUnderQuota } + rest, of: agent, to: framework, role: role) else { return }
        record(rest.scalarQuantities, of: role)
        if isNested { required = tree.requiredHeadroom }
    }

    // MARK: Quota

    /// Whether offers are shrunk to the surplus headroom. Mesos does so only while a guarantee is unmet.
    private var isHeadroomKept: Bool { !required.isEmpty || cluster.options.hasPolicies }

    private var isNested: Bool { cluster.options.quotaScope == .nested }

    private var tree: ReferenceQuotaTree { ReferenceQuotaTree(cluster.quotas, consumed: consumed) }

    /// The quantities that a framework of the role may take in stage 1.
    private func claim(of role: Name) -> ReferenceQuantities {
        if isNested { return tree.claim(role) }
        let guarantees = cluster.quotas[role]?.guarantees ?? ReferenceQuantities()
        return guarantees - (consumed[role] ?? ReferenceQuantities())
    }

    /// The quantities that the role may take before a limit is reached.
    private func room(of role: Name) -> ReferenceLimits {
        if isNested { return tree.room(role) }
        let limits = cluster.quotas[role]?.limits ?? ReferenceLimits()
        return limits - (consumed[role] ?? ReferenceQuantities())
    }

    /// Records unreserved, non-revocable scalars that were granted to a role.
    private mutating func record(_ granted: ReferenceQuantities, of role: Name) {
        for node in isNested ? ReferenceRole.path(to: role) : [role] where cluster.quotas[node] != nil {
            consumed[node, default: ReferenceQuantities()] += granted
        }
        available -= granted
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
