package import AllocatorCore

/// A seeded generator of mostly valid random calls. It reads the reference model's cluster, so that it declines,
/// converts and recovers resources that were really offered. A seed enables or disables whole kinds of calls and
/// resources.
package struct RandomHistory: Sendable {
    package enum Feature: CaseIterable, Sendable {
        case quotas, hierarchy, weights, reservations, volumes, shared, sources, maintenance, revocable, gpus
        case constraints, regions, whitelist, minimum, recovery, providers, capabilities, churn, pauses, invalid
        case timeouts, listening
    }

    /// The options that Mesos does not have.
    package enum Policy: CaseIterable, Sendable {
        case nestedQuota, chargedReservations, reallocation, partsOfAgents, largerDisks
    }

    package enum Step: Sendable {
        case call(Call, by: String)
        case listening(Bool, master: String)
    }

    package let seed: UInt64
    package let features: Set<Feature>
    package let policies: Set<Policy>
    var draw: SplitMix64
    /// The last accepts and recoveries.
    var recent: [Call] = []
    static let recentCalls = 8

    /// The agent ids: few, so that removed ids are reused.
    static let agentIDs: [Name] = (0..<7).map { Name("a\($0)") }
    static let frameworkIDs: [Name] = (0..<7).map { Name("f\($0)") }
    static let masters = ["m1", "m2"]

    /// - Parameter withPolicies: Whether the seed also enables options that Mesos does not have.
    package init(seed: UInt64, withPolicies: Bool = false) {
        self.seed = seed
        draw = SplitMix64(seed: seed)
        var features: Set<Feature> = []
        for feature in Feature.allCases where draw.chance(45) { features.insert(feature) }
        self.features = features
        var policies: Set<Policy> = []
        if withPolicies {
            for policy in Policy.allCases where draw.chance(60) { policies.insert(policy) }
        }
        self.policies = policies
    }

    func has(_ feature: Feature) -> Bool { features.contains(feature) }

    /// Draws the number of calls in the next batch.
    package mutating func batchSize() -> Int { draw.chance(75) ? 1 : 2 + draw.below(4) }

    /// Draws the next step for an allocator in the state of `allocator`.
    package mutating func nextStep(_ allocator: ReferenceAllocator) -> Step {
        let master = draw.pick(Self.masters)
        if has(.listening), draw.chance(allocator.mastersNotListening.contains(master) ? 20 : 5) {
            return .listening(draw.chance(60), master: master)
        }
        return .call(nextCall(allocator.cluster), by: master)
    }

    private mutating func nextCall(_ cluster: ReferenceCluster?) -> Call {
        guard let cluster else { return draw.chance(90) ? .initialize(options(), reset: false) : .pause }
        if has(.invalid), draw.chance(8), let call = invalidCall(cluster) { return call }
        while true {
            if let call = validCall(cluster) { return call }
        }
    }

    /// Draws a valid call, or returns `nil` if the drawn kind does not apply to the cluster or seed.
    private mutating func validCall(_ cluster: ReferenceCluster) -> Call? {
        // A cluster that stays paused would exercise little.
        if cluster.isPaused, draw.chance(8) { return .resume }
        return switch draw.below(100) {
        case 0..<20: .advance(span())
        case 20..<40: recoverResources(cluster)
        case 40..<42: repeatedCall()
        case 42..<51: transition(cluster)
        case 51..<55: updateAllocation(cluster)
        case 55..<58: updateAvailable(cluster)
        case 58..<65: agentCall(cluster)
        case 65..<68: has(.churn) ? .removeAgent(draw.pick(known(cluster.agents))) : nil
        case 68..<74: frameworkCall(cluster)
        case 74..<76: has(.churn) ? .removeFramework(draw.pick(known(cluster.frameworks))) : nil
        case 76..<83: roleCall(cluster)
        case 83..<89: quotaCall(cluster)
        case 89..<94: maintenanceCall(cluster)
        default: clusterCall(cluster)
        }
    }

    /// Returns the known ids, or one unknown id if there are none.
    func known<Value>(_ values: [Name: Value]) -> [Name] {
        values.isEmpty ? ["unknown"] : values.keys.sorted()
    }

    private mutating func span() -> TimeSpan {
        switch draw.below(6) {
        case 0: .milliseconds(Int64(1 + draw.below(999)))
        case 1: .zero
        case 2: .seconds(Int64(2 + draw.below(10)))
        default: .seconds(1)
        }
    }

    private mutating func clusterCall(_ cluster: ReferenceCluster) -> Call? {
        switch draw.below(7) {
        case 0: has(.whitelist) ? .updateWhitelist(whitelist()) : nil
        case 1: has(.pauses) ? .pause : nil
        case 2: cluster.isPaused ? .resume : nil
        case 3: .requestResources(framework: draw.pick(known(cluster.frameworks)), requests: [])
        case 4: .initialize(cluster.options, reset: draw.chance(2))
        case 5: .heartbeat
        default: has(.recovery) && cluster.agents.isEmpty ? recover() : nil
        }
    }

    private mutating func whitelist() -> [Name]? {
        draw.chance(30) ? nil : draw.some(of: Self.agentIDs, percent: 70).map(Self.hostname)
    }

    static func hostname(of agent: Name) -> Name { Name("host-\(agent)") }

    private mutating func recover() -> Call {
        var quotas: [RoleQuota] = []
        for role in draw.some(of: rolesWithQuota, percent: 50) { quotas.append(quota(of: role)) }
        return .recover(expectedAgentCount: draw.below(6), quotas: quotas)
    }
}
