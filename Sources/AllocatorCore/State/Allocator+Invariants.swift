extension Allocator {
    /// An upper bound of the cluster's size in a snapshot, in bytes.
    ///
    /// - Complexity: Linear in the size of the state. Intended for tests.
    package var measuredBytes: Int { cluster?.measuredBytes ?? 0 }

    /// The invariants that do not hold. Empty unless there is a programming error.
    ///
    /// Sums are recomputed from their parts, and orders from their shares.
    ///
    /// - Complexity: At least linear in the size of the state. Intended for tests.
    package func brokenInvariants() -> [String] {
        guard let cluster else { return [] }
        var audit = ClusterAudit(cluster, mastersNotListening: mastersNotListening)
        return audit.run()
    }
}

/// A check of all invariants, which recomputes every sum.
private struct ClusterAudit {
    private let cluster: Cluster
    private let mastersNotListening: Set<String>
    private var broken: [String] = []

    init(_ cluster: Cluster, mastersNotListening: Set<String>) {
        self.cluster = cluster
        self.mastersNotListening = mastersNotListening
    }

    mutating func run() -> [String] {
        checkAgents()
        checkTotals()
        checkRoles()
        checkFrameworks()
        checkOffers()
        checkPatterns()
        expect(cluster.measuredBytes <= cluster.sizeBound, "the size of the cluster is within its bound")
        return broken + cluster.brokenRunMemory()
    }

    private mutating func expect(_ condition: Bool, _ invariant: @autoclosure () -> String) {
        if !condition { broken.append(invariant()) }
    }

    // MARK: Agents

    private mutating func checkAgents() {
        broken += cluster.agents.brokenInvariants() + cluster.frameworks.brokenInvariants()
        broken += cluster.offerBook.brokenInvariants(cluster.agents)
        expect(
            Set(cluster.schedule.candidates.some.slots).isSubset(of: cluster.agents.sorted),
            "candidates are known agents")
        var holdings: [FrameworkSlot: Int] = [:]
        for slot in cluster.agents.sorted {
            let agent = cluster.agents[slot]
            expect(agent.holdings.allSatisfy { !$0.resources.isEmpty }, "agent \(agent.id) has no empty holdings")
            for holding in agent.holdings { holdings[holding.framework, default: 0] += 1 }
            checkAvailable(agent)
        }
        for slot in cluster.frameworks.slots {
            let framework = cluster.frameworks[slot]
            expect(framework.holdingCount == holdings[slot] ?? 0, "the holdings of \(framework.id) are counted")
        }
    }

    private mutating func checkAvailable(_ agent: Agent) {
        var held = Resources()
        for holding in agent.holdings { held.add(holding.resources) }
        var available = agent.total.filter { !$0.traits.contains(.shared) }
        available.subtract(held.filter { !$0.traits.contains(.shared) })
        available.add(agent.total.filter { $0.traits.contains(.shared) })
        expect(available.isEqual(to: agent.available), "agent \(agent.id)'s available resources are correct")
        expect(
            agent.availableRevocable == agent.available.quantities { $0.contains(.revocable) },
            "the available revocable resources of agent \(agent.id) are summed")
        expect(agent.totalQuantities == agent.total.quantities, "the total of agent \(agent.id) is summed")
    }

    // MARK: Patterns

    private mutating func checkPatterns() {
        for slot in cluster.agents.sorted {
            let agent = cluster.agents[slot]
            expect(
                cluster.patterns.isTrue(of: agent.description, slot), "the pattern results for \(agent.id) are correct")
        }
        let references = cluster.frameworks.slots.reduce(0) { sum, slot in
            cluster.frameworks[slot].constraints.values.reduce(sum) { $0 + $1.references.count }
        }
        expect(cluster.patterns.referenceCount == references, "references to patterns are counted")
        expect(!cluster.patterns.hasEmptyColumn, "attributes without patterns are not indexed")
    }

    // MARK: Totals

    private mutating func checkTotals() {
        var total = Quantities()
        for slot in cluster.agents.sorted {
            total += cluster.agents[slot].totalQuantities
        }
        expect(total == cluster.tree.totals.quantities, "the cluster's total is the sum over the agents")
    }

    // MARK: Roles

    /// The sums of one role, not including the roles below it.
    private struct Sums {
        var reservations = Quantities()
        var held = Quantities()
        var heldReserved = Quantities()
        /// The unreserved, non-revocable resources.
        var heldUnreserved = Quantities()
        /// The reservations that are neither offered nor allocated, if they count in the fair order.
        var charged = Quantities()
        var hasReservedCollections = false

        mutating func add(_ other: Sums) {
            reservations += other.reservations
            held += other.held
            heldReserved += other.heldReserved
            heldUnreserved += other.heldUnreserved
            charged += other.charged
        }
    }

    private func ownSums() -> [RoleSlot: Sums] {
        let kinds = cluster.kinds
        var sums: [RoleSlot: Sums] = [:]
        for slot in cluster.agents.sorted {
            for entry in cluster.agents[slot].total.scalars {
                guard let role = kinds.reservationRole(of: entry.kind) else { continue }
                sums[role, default: Sums()].reservations[entry.kind.name] += entry.thousandths
            }
            for entry in cluster.agents[slot].total.collections {
                guard let role = kinds.reservationRole(of: entry.kind) else { continue }
                sums[role, default: Sums()].hasReservedCollections = true
            }
            if cluster.options.chargesReservations {
                for part in cluster.agents[slot].unusedReservations(kinds) {
                    sums[part.role, default: Sums()].charged += part.quantities
                }
            }
            var byRole: [RoleSlot: Resources] = [:]
            for holding in cluster.agents[slot].holdings where cluster.frameworks[holding.framework].isAdded {
                byRole[holding.role, default: Resources()].add(holding.resources)
            }
            for (role, resources) in byRole {
                sums[role, default: Sums()].held += resources.quantities
                sums[role, default: Sums()].heldReserved += resources.quantities { $0.contains(.reserved) }
                sums[role, default: Sums()].heldUnreserved += resources.quantities {
                    $0.isDisjoint(with: [.reserved, .revocable])
                }
            }
        }
        return sums
    }

    private mutating func checkRoles() {
        let own = ownSums()
        var subtrees: [RoleSlot: Sums] = [:]
        for (role, sums) in own {
            for node in cluster.tree[role].lineage { subtrees[node, default: Sums()].add(sums) }
        }
        expect(
            cluster.tree.held == subtrees[cluster.tree.root]?.held ?? Quantities(), "all holdings are summed")
        let alive = Set(cluster.tree.roles.slots.filter { isNeeded($0, own) }.flatMap { cluster.tree[$0].lineage })
        let count = alive.subtracting([cluster.tree.root]).count
        expect(cluster.tree.aliveCount == count, "roles that are alive are counted")
        let quotaNodes = Set(
            cluster.tree.roles.slots.filter { !cluster.tree[$0].quota.isDefault }.flatMap { cluster.tree[$0].lineage }
        ).subtracting([cluster.tree.root])
        expect(cluster.tree.quotaNodes.count == quotaNodes.count, "roles with a quota or above one are listed once")
        for slot in cluster.tree.roles.slots {
            let role = cluster.tree[slot]
            let sums = subtrees[slot] ?? Sums()
            expect(
                slot == cluster.tree.root || role.isAlive == alive.contains(slot),
                "'\(role.path)' is alive if and only if its subtree is in use")
            expect(role.reservations == sums.reservations, "reservations of '\(role.path)' are summed")
            expect(role.heldReserved == sums.heldReserved, "reserved holdings of '\(role.path)' are summed")
            expect(role.heldUnreserved == sums.heldUnreserved, "unreserved holdings of '\(role.path)' are summed")
            expect(
                role.quotaPosition.map { cluster.tree.quotaNodes[$0] } == (quotaNodes.contains(slot) ? slot : nil),
                "'\(role.path)' is listed if it has a quota or is above a role with one")
            expect(role.charged.subtree == sums.charged, "unused reservations of '\(role.path)' are summed")
            expect(
                role.charged.own == own[slot]?.charged ?? Quantities(),
                "the own unused reservations of '\(role.path)' are summed")
            checkPlace(of: slot, subtree: sums.held, own: own[slot]?.held ?? Quantities())
            check(role.order, "roles below '\(role.path)'")
            check(role.frameworks, "frameworks of '\(role.path)'")
        }
    }

    /// Whether the role itself has a framework, a reservation, a quota or a weight other than 1.
    private func isNeeded(_ slot: RoleSlot, _ own: [RoleSlot: Sums]) -> Bool {
        let role = cluster.tree[slot]
        return !role.frameworks.isEmpty || !role.quota.isDefault || role.weight != .one
            || own[slot].map { !$0.reservations.isEmpty || $0.hasReservedCollections } ?? false
    }

    private mutating func checkPlace(of slot: RoleSlot, subtree: Quantities, own: Quantities) {
        let role = cluster.tree[slot]
        guard let parent = role.parent else { return }
        let isPlaced = !role.frameworks.isEmpty || !role.order.isEmpty
        expect((role.place != nil) == isPlaced, "'\(role.path)' is in the order if its subtree has a client")
        let needsOwn = !role.frameworks.isEmpty && !role.order.isEmpty
        expect((role.ownPlace != nil) == needsOwn, "'\(role.path)' competes with its children if it is a client")
        if let place = role.place {
            let client = cluster.tree[parent].order[place]
            expect(
                client.allocated == subtree + role.charged.subtree, "the share of '\(role.path)' is that of its subtree"
            )
            expect(client.weight == role.weight, "the weight of '\(role.path)' is the one that was set")
        }
        if let place = role.ownPlace {
            expect(
                role.order[place].allocated == own + role.charged.own, "the share of '\(role.path)/.' is the role's own"
            )
        }
    }

    private mutating func check<Payload>(_ order: FairOrder<Payload>, _ what: String) {
        let clients = order.allClients.map { order[$0] }
        let active = order.activeClients.map { order[$0] }
        expect(clients.dropFirst(active.count).allSatisfy { !$0.isActive }, "\(what): the active clients come first")
        expect(active.allSatisfy { $0.isActive }, "\(what): the active clients are marked active")
        guard !order.needsSort(cluster.tree.totals) else { return }
        for client in active {
            let share = Share(of: client.allocated, in: cluster.tree.totals, weight: client.weight)
            expect(share.compare(to: client.share) == 0, "\(what): the share of \(client.name) is up to date")
        }
        for (left, right) in zip(active, active.dropFirst()) {
            expect(
                FairOrder<Payload>.precedes(left, right), "\(what): \(left.name) comes before \(right.name) by share")
        }
    }

    // MARK: Frameworks

    private mutating func checkFrameworks() {
        for slot in cluster.frameworks.added {
            let framework = cluster.frameworks[slot]
            expect(
                framework.isMasterListening != mastersNotListening.contains(framework.master),
                "\(framework.id) has the listening state of its master")
            for role in framework.roles {
                expect(framework.membership(in: role) != nil, "\(framework.id) is tracked under its roles")
            }
            for membership in framework.memberships { check(membership, of: slot) }
        }
    }

    private mutating func check(_ membership: Framework.Membership, of slot: FrameworkSlot) {
        let framework = cluster.frameworks[slot]
        let client = cluster.tree[membership.role].frameworks[membership.place]
        let what = "\(framework.id) in '\(cluster.tree[membership.role].path)'"
        var held = Quantities()
        var agents = 0
        for agent in cluster.agents.sorted {
            guard let resources = cluster.agents[agent].holding(of: slot, in: membership.role) else { continue }
            agents += 1
            held += resources.quantities
        }
        expect(client.payload.framework == slot, "\(what) has its own place in the order")
        expect(client.allocated == held, "the share of \(what) is that of its holdings")
        expect(client.isActive == framework.isActive(in: membership.role), "\(what) is active according to its state")
        expect(membership.agents == agents, "the agents of \(what) are counted")
        expect(
            agents > 0 || framework.roles.contains(membership.role), "\(what) is subscribed or holds resources")
    }

    // MARK: Offers

    private mutating func checkOffers() {
        for slot in cluster.agents.sorted {
            let agent = cluster.agents[slot]
            for offer in agent.offers.offers {
                expect(!offer.resources.isEmpty, "no offer of \(agent.id) is empty")
                expect(cluster.frameworks[offer.framework].isAdded, "offers of \(agent.id) are to known frameworks")
                expect(
                    (offer.deadline != nil) == (cluster.options.offerTimeout != nil),
                    "offers of \(agent.id) have a deadline if there is a timeout")
                guard let deadline = offer.deadline else { continue }
                expect(deadline > cluster.schedule.now, "no offer of \(agent.id) is overdue")
            }
            for holding in agent.holdings {
                checkOffers(of: agent, within: holding)
                checkAccounts(of: agent, holding)
            }
            checkMerged(agent)
            expect(
                agent.offers.offers.allSatisfy { agent.holding(of: $0.framework, in: $0.role) != nil },
                "frameworks with offers of \(agent.id) hold resources there")
        }
    }

    /// Checks that the two accounts add up to the holding and have nothing in common.
    private mutating func checkAccounts(of agent: Agent, _ holding: Agent.Holding) {
        let offered = agent.part(of: holding, in: .offered)
        let allocated = agent.part(of: holding, in: .allocated)
        let what = "\(cluster.frameworks[holding.framework].id) of \(agent.id)"
        var sum = offered
        sum.add(allocated)
        expect(
            sum.isEqual(to: holding.resources), "the offered and allocated parts of \(what) add up to its holding")
        let amounts = offered.scalars + allocated.scalars
        expect(amounts.allSatisfy { $0.thousandths > 0 && $0.copies > 0 }, "the accounts of \(what) are never negative")
        for entry in offered.collections {
            expect(
                !allocated.collections.contains {
                    $0.kind.isEquivalent(to: entry.kind) && $0.items.intersects(entry.items)
                }, "no item is both offered to and allocated to \(what)")
        }
    }

    private mutating func checkMerged(_ agent: Agent) {
        for framework in agent.mergedFrameworks {
            expect(
                cluster.frameworks.contains(framework) && agent.holds(anythingOf: framework),
                "frameworks with merged accounts on \(agent.id) hold resources there")
        }
    }

    private mutating func checkOffers(of agent: Agent, within holding: Agent.Holding) {
        let offered = agent.offers.resources(of: holding.framework, in: holding.role)
        let id = cluster.frameworks[holding.framework].id
        expect(
            holding.resources.canSubtract(offered), "\(id) holds the resources offered to it of \(agent.id)")
        let offers = agent.offers.offers.filter { $0.isOffered(to: holding.framework, in: holding.role) }
        expect(offers.count <= cluster.limits.offersPerHolding, "offers of \(agent.id) to \(id) are bounded")
        let ends = offers.map { $0.deadline?.nanoseconds ?? 0 }
        expect(
            zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 }, "offers of \(agent.id) to \(id) expire in order"
        )
    }
}
