import AllocatorCore
import AllocatorTesting
import Testing

/// Compares explanations with runs, in random states.
///
/// A run makes exactly the offers that explanations predict. When a test removes the reason for a missing offer, either
/// the offer follows or another reason takes its place, until the offer follows.
@Suite("Explanations against the truth", .serialized)
struct ExplanationTruthTests {
    @Test(.timeLimit(.minutes(20)))
    func `explanations are true in random states with every possible reason`() throws {
        var seen: Set<Reason.Kind> = []
        for seed: UInt64 in 101...124 { try Self.check(seed: seed, &seen) }
        // Steps past a bound and sums past what can be summed up do not come about in small clusters.
        let expected = Set(Reason.Kind.allCases).subtracting([.notSubscribed, .tooManyAhead, .sumExhausted])
        #expect(seen == expected, "missing: \(expected.subtracting(seen))")
    }

    @Test(.timeLimit(.minutes(20)))
    func `explanations are true in random states with policies`() throws {
        var seen: Set<Reason.Kind> = []
        for seed: UInt64 in 301...324 { try Self.check(seed: seed, withPolicies: true, &seen) }
        #expect(seen.isSuperset(of: [.atLimit, .heldBack, .behind, .offered]))
    }

    private static func check(
        seed: UInt64, withPolicies: Bool = false, _ seen: inout Set<Reason.Kind>
    ) throws {
        var history = PlayedHistory(seed: seed, batches: 48, withPolicies: withPolicies)
        for batch in 1...48 {
            history.applyBatch()
            // Between the calls and the run of a batch there is the most to explain.
            if batch % 6 == 0, let cluster = history.cluster {
                let asked = ExplainedState(allocator: history.allocator, cluster: cluster)
                try asked.check("seed \(seed), batch \(batch)", &seen)
            }
            history.finishBatch()
        }
    }
}

/// One state, with questions about every framework, role and agent.
private struct ExplainedState {
    let allocator: Allocator
    let cluster: ReferenceCluster

    func check(_ place: String, _ seen: inout Set<Reason.Kind>) throws {
        for (id, framework) in cluster.frameworks.sorted(by: { $0.key < $1.key }) {
            var copy = allocator
            _ = try copy.explanation(of: id)
            #expect(copy.digest() == allocator.digest(), "\(place): asking changes nothing")
            for role in framework.roles.sorted() {
                for agent in cluster.agents.keys.sorted() {
                    try check(id, role, agent, "\(place), \(id) in \(role) on \(agent)", &seen)
                }
            }
        }
    }

    private func check(
        _ framework: Name, _ role: Name, _ agent: Name, _ place: String, _ seen: inout Set<Reason.Kind>
    ) throws {
        var copy = allocator
        var trail: [Reason] = []
        defer { #expect(copy.brokenInvariants() == [], "\(place)") }
        for _ in 0..<120 {
            let reason = try #require(try reason(framework, role, agent, in: &copy))
            #expect(trail.last != reason, "\(place): removed and named again: \(trail)")
            trail.append(reason)
            seen.insert(reason.kind)
            let offered = try runOver(agent, framework, role, in: copy)
            guard case .offered(let resources) = reason else {
                #expect(offered == nil, "\(place): \(reason), but the run offers")
                try remove(reason, framework, role, agent, from: &copy)
                continue
            }
            #expect(
                offered.map { ObservedResources($0) } == ObservedResources(resources),
                "\(place): the run offers what was said, after \(trail)")
            return
        }
        Issue.record("\(place): never offered: \(trail)")
    }

    private func reason(
        _ framework: Name, _ role: Name, _ agent: Name, in copy: inout Allocator
    ) throws -> Reason? {
        let explanation = try copy.explanation(of: framework, role: role, agent: agent)
        #expect(explanation.agents == 1 && explanation.groups.count == 1 && explanation.last == nil)
        #expect(explanation.groups.first?.examples == [agent])
        return explanation.groups.first?.reason
    }

    /// Returns the resources that a run over one agent offers to a framework in a role, or `nil`.
    private func runOver(_ agent: Name, _ framework: Name, _ role: Name, in state: Allocator) throws -> [Resource]? {
        var copy = state
        // What the calls before asked for is not to be run over, but this agent: a run over all comes with it.
        let others = cluster.agents.keys.filter { $0 != agent }.sorted()
        for other in others { _ = try copy.apply(.deactivateAgent(other), by: "test") }
        _ = copy.takeEffects()
        _ = try copy.apply(.updateUnavailability(agent: agent, Unavailability(start: 7)), by: "test")
        copy.finishBatch()
        for case .run(let run) in copy.takeEffects() {
            let bundle = run.offers.first { $0.framework == framework }?.roles.first { $0.role == role }
            return bundle?.agents.first { $0.agent == agent }?.resources
        }
        return nil
    }

    // MARK: - Removing

    private func remove(
        _ reason: Reason, _ framework: Name, _ role: Name, _ agent: Name, from copy: inout Allocator
    ) throws {
        let master = try #require(cluster.frameworks[framework]?.master)
        func apply(_ call: Call) throws { _ = try copy.apply(call, by: master) }
        switch reason {
        case .paused: try apply(.resume)
        case .frameworkInactive: try apply(.activateFramework(framework))
        case .masterNotListening(let name): copy.setListening(true, master: name)
        case .suppressed, .refused: try apply(.reviveOffers(framework: framework, roles: [role]))
        case .agentDeactivated: try apply(.activateAgent(agent))
        case .agentNotWhitelisted: try apply(.updateWhitelist(nil))
        case .excludedByConstraints, .frameworkLacks, .belowMinimum:
            try apply(.updateFramework(unrestricted(framework)))
        case .agentLacks, .nothingAvailable, .reservedForOthers: try apply(capable(agent))
        case .atLimit(let limited, _, _, _): try apply(.updateQuota(RoleQuota(role: limited)))
        case .heldBack(let roles, _, _):
            // With policies, more may be available on the agents than the headroom has.
            if roles.isEmpty, cluster.options.hasPolicies { try apply(capable(agent)) }
            #expect(!roles.isEmpty || cluster.options.hasPolicies, "the guarantee of some role is not met")
            for role in roles { try apply(.updateQuota(RoleQuota(role: role))) }
        case .behind(let contest):
            try apply(.suppressOffers(framework: contest.framework, roles: [contest.role]))
        case .notSubscribed, .sumExhausted, .tooManyAhead, .offered:
            Issue.record("\(reason) was not to be expected")
        }
    }

    /// The framework with every capability, without constraints and minimums; what is suppressed stays so.
    private func unrestricted(_ id: Name) throws -> FrameworkDescription {
        let framework = try #require(cluster.frameworks[id])
        var description = framework.description
        description.capabilities = [
            .multiRole, .revocableResources, .gpuResources, .sharedResources, .reservationRefinement, .regionAware,
        ]
        description.role = nil
        description.roles = framework.roles.sorted()
        description.offerConstraints = [:]
        description.minimumAllocatableResources = Dictionary(
            uniqueKeysWithValues: description.roles.map { ($0, []) })
        description.suppressedRoles = []
        return description
    }

    /// The agent with every capability and more than it can have given away.
    private func capable(_ id: Name) throws -> Call {
        var description = try #require(cluster.agents[id]).description
        description.capabilities = [.multiRole, .hierarchicalRole, .reservationRefinement]
        let total: [Resource] = [.cpus(1_000_000), .mem(1_000_000), .disk(1_000_000), .ports(1...60_000)]
        return .updateAgent(description, total: total, replacesCapabilities: true)
    }
}
