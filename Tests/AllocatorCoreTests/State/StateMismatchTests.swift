import AllocatorCore
import Testing

/// A state may come from a damaged file: what contradicts itself is refused, and the refusal says what is wrong.
@Suite("States that cannot be restored")
struct StateMismatchTests {
    struct Flaw: Sendable, CustomTestStringConvertible {
        let problem: String
        let damage: @Sendable (inout ClusterState) -> Void

        init(_ problem: String, _ damage: @escaping @Sendable (inout ClusterState) -> Void) {
            self.problem = problem
            self.damage = damage
        }

        var testDescription: String { problem }
    }

    @Test
    func `an undamaged state is restored unchanged`() throws {
        let state = try AllocatorState.example()
        let restored = try Allocator(restoring: state, clock: .virtual)
        #expect(restored.brokenInvariants() == [])
        #expect(restored.state.cluster?.agents.map(\.total) == state.cluster?.agents.map(\.total))
        #expect(try Allocator(restoring: restored.state, clock: .virtual).digest() == restored.digest())
    }

    @Test(arguments: ofResources + ofRoles + ofAgents + ofFrameworks + ofProgress)
    func `a state that contradicts itself is refused`(flaw: Flaw) throws {
        var state = try AllocatorState.example()
        var cluster = try #require(state.cluster)
        flaw.damage(&cluster)
        state.cluster = cluster
        let problem = try #require(Allocator.mismatch(restoring: state))
        #expect(problem.contains(flaw.problem), "\(problem)")
    }

    @Test
    func `a state with an impossible count of calls is refused`() {
        #expect(Allocator.mismatch(restoring: AllocatorState(appliedCalls: .max))?.contains("applied calls") == true)
    }

    @Test
    func `a state with an invalid list of masters that do not listen is refused`() {
        var state = AllocatorState()
        state.mastersNotListening = ["m", "m"]
        #expect(Allocator.mismatch(restoring: state)?.contains("is listed twice") == true)
        state.mastersNotListening = ["m", "n"]
        var limits = AllocatorLimits()
        limits.mastersNotListening = 2
        #expect(Allocator.mismatch(restoring: state, limits: limits) == nil)
        limits.mastersNotListening = 1
        #expect(Allocator.mismatch(restoring: state, limits: limits)?.contains("more than 1 of them") == true)
    }

    @Test
    func `a state that holds more than the total is restored, since this is possible`() throws {
        var state = try AllocatorState.example()
        let lists = try #require(state.cluster?.resourceLists.count)
        state.cluster?.resourceLists.append([])
        state.cluster?.agents[0].total = lists
        let restored = try Allocator(restoring: state, clock: .virtual)
        #expect(restored.brokenInvariants() == [])
    }

    // MARK: Flaws

    private static let cpus = ResourceMetadata(name: "cpus", type: .scalar)

    private static func entry(_ thousandths: Int64) -> ResourceEntry {
        ResourceEntry(metadata: cpus, amount: .scalar(Quantity(thousandths: thousandths)))
    }

    private static let ofResources: [Flaw] = [
        Flaw("fewer names of resources than the options") { state in
            state.options.fairnessExcludeResourceNames = ["cpus"]
            state.resourceNames = []
        },
        Flaw("the name of a resource at 0, 'mem', is out of order") { state in
            state.options.fairnessExcludeResourceNames = ["cpus"]
            state.resourceNames = ["mem", "cpus"]
        },
        Flaw("the name of a resource at 5, 'cpus', is out of order") { $0.resourceNames.append("cpus") },
        Flaw("the name at 5 is missing") { $0.resourceNames.append("") },
        Flaw("list 0 of resources has entries that must be merged") { $0.resourceLists[0].append(entry(1)) },
        Flaw("the amount of 'cpus' is not in normal form") { $0.resourceLists[0][0] = entry(0) },
        Flaw("the amount of 'cpus' is not in normal form") { $0.resourceLists[0][0] = entry(-5) },
        Flaw("the amount of 'cpus' is not in normal form") { $0.resourceLists[0][0] = entry(.max) },
        Flaw("the amount of 'cpus' is not in normal form") { $0.resourceLists[0][0].amount = .set(["x"]) },
        Flaw("the amount of 'ports' is not in normal form") { $0.resourceLists[2][0].amount = .ranges([]) },
        Flaw("the amount of 'ports' is not in normal form") {
            $0.resourceLists[2][0].amount = .ranges([4...5, 1...2])
        },
        Flaw("the amount of 'ports' is not in normal form") {
            $0.resourceLists[2][0].amount = .ranges([1...5, 6...7])
        },
        Flaw("the amount of 'zones' is not in normal form") { $0.resourceLists[0][3].amount = .set(["y", "x"]) },
        Flaw("there cannot be 2 copies of 'cpus'") { $0.resourceLists[0][0].copies = 2 },
        Flaw("there cannot be 0 copies of 'disk'") { $0.resourceLists[0][1].copies = 0 },
        Flaw("there cannot be 2147483647 copies of 'disk'") { $0.resourceLists[1][0].copies = .max },
        Flaw("is shared but not a persistent volume") { state in
            state.resourceLists[0][0] = ResourceEntry(
                metadata: ResourceMetadata(name: "cpus", type: .scalar, isShared: true), amount: entry(1).amount)
        },
        Flaw("is reserved to '*'") { state in
            let metadata = cpus.withReservations([Reservation(kind: .static, role: "*")])
            state.resourceLists[0][0] = ResourceEntry(metadata: metadata, amount: entry(1).amount)
        },
        Flaw("the agent's total would exceed") { $0.resourceLists[0][0] = entry(1 << 57) },
        Flaw("a list may add up to") { state in
            let metadata = cpus.withReservations([Reservation(kind: .static, role: "r")])
            state.resourceLists[0][0] = entry(1 << 58)
            state.resourceLists[0].append(ResourceEntry(metadata: metadata, amount: entry(1 << 58).amount))
        },
    ]

    private static let ofRoles: [Flaw] = [
        Flaw("role 'q' is listed twice") { $0.roles.append($0.roles[0]) },
        Flaw("begins or ends with '/'") { $0.roles[0].path = "q//r" },
        Flaw("is nested; give a top-level role") { $0.roles[0].path = "q/r" },
        Flaw("guarantee above its limit") { $0.roles[0].limits["cpus"] = .zero },
        Flaw("is negative or too large") { $0.roles[0].guarantees["cpus"] = Quantity(thousandths: -1) },
        Flaw("the counts of role 'q' do not match its place") { $0.roles[0].count = 0 },
        Flaw("the counts of role 'r' do not match its place") { $0.roles[1].count = nil },
        Flaw("the counts of role 's' do not match its place") { $0.roles[2].ownCount = nil },
        Flaw("the counts of role 'r' do not match its place") { $0.roles[1].ownCount = 0 },
        Flaw("a count of 18446744073709551615 exceeds the maximum") { $0.roles[1].count = .max },
        Flaw("roles that have frameworks are missing") { $0.roles.remove(at: 1) },
    ]

    private static let ofAgents: [Flaw] = [
        Flaw("agent 'a' already exists") { $0.agents[1].description.id = "a" },
        Flaw("agent.id is missing") { $0.agents[0].description.id = "" },
        Flaw("refers to list 77 of resources, but there are 5") { $0.agents[0].total = 77 },
        Flaw("refers to list -1 of resources") { $0.agents[0].holdings[0].resources = -1 },
        Flaw("a holding of agent 'a' has no resources") { state in
            state.resourceLists.append([])
            state.agents[0].holdings[0].resources = 5
        },
        Flaw("framework 'f' has two holdings in role 'r'") { $0.agents[0].holdings.append($0.agents[0].holdings[0]) },
        Flaw("a holding of agent 'a': role '/' begins or ends") { $0.agents[0].holdings[0].role = "/" },
        Flaw("the framework is missing") { $0.agents[0].holdings[0].framework = "" },
        Flaw("the sum of the holdings exceeds the maximum") { state in
            state.resourceLists.append([entry(1 << 58)])
            state.agents[0].holdings[0].resources = 5
            state.agents[0].holdings[1].resources = 5
        },
        Flaw("the sum of the holdings exceeds the maximum") { state in
            state.resourceLists.append([entry(1 << 58)])
            for role in ["r1", "r2"] as [Name] {
                state.agents[0].holdings.append(AgentState.Holding(framework: "x", role: role, resources: 5))
            }
        },
        Flaw("the sum of the holdings exceeds the maximum") { state in
            state.resourceLists[1][0].copies = 1 << 29
            state.agents[1].holdings.append(AgentState.Holding(framework: "x", role: "r1", resources: 1))
        },
        Flaw("an offer of agent 'a' is to framework 'x', which does not exist") {
            $0.agents[0].offers[0].framework = "x"
        },
        Flaw("does not hold the resources offered to it") { $0.agents[0].offers[0].role = "w" },
        Flaw("an offer of agent 'a': framework 'f' does not hold") { state in
            state.agents[0].offers[0].resources = state.agents[0].total
        },
        Flaw("an offer of agent 'a' must have a deadline if and only if there is an offer timeout") { state in
            state.agents[0].offers[0].deadline = state.nextRun
        },
        Flaw("an offer of agent 'a' must have a deadline if and only if there is an offer timeout") { state in
            state.options.offerTimeout = .seconds(1)
        },
        Flaw("an offer of agent 'a' is due at 1 ns, but the time is") { state in
            state.options.offerTimeout = .seconds(1)
            state.agents[0].offers[0].deadline = Instant(nanoseconds: 1)
        },
        Flaw("an offer of agent 'a' does not expire later than an earlier one") { state in
            state.options.offerTimeout = .seconds(1)
            state.agents[0].offers[0].deadline = state.nextRun
            state.agents[0].offers.insert(state.agents[0].offers[0], at: 1)
        },
        Flaw("has more offers than are allowed") { $0.agents[0].offers.insert($0.agents[0].offers[1], at: 1) },
        Flaw("framework 'f' is not tracked under the roles") { state in
            state.agents[0].offers = []
            state.frameworks[0].description.roles = ["s/t"]
            state.agents[0].holdings[0].framework = "g"
        },
        Flaw("the merged accounts of agent 'a': framework 'x' holds nothing there") { $0.agents[0].merged = ["x"] },
        Flaw("the merged accounts of agent 'b': framework 'x' holds nothing there") { $0.agents[1].merged = ["x"] },
        Flaw("the merged accounts of agent 'a': framework 'f' is listed twice") { $0.agents[0].merged = ["f", "f"] },
        Flaw("the duration of an unavailability is negative") {
            $0.agents[0].maintenance?.unavailability.duration = -1
        },
        Flaw("is listed twice for inverse offers or answers about agent 'a'") {
            $0.agents[0].maintenance?.outstanding = ["f", "f"]
        },
        Flaw("is listed twice for inverse offers or answers about agent 'a'") { state in
            let status = InverseOfferStatus(status: .accept, framework: "f", timestamp: 1)
            state.agents[0].maintenance?.statuses = [status, status]
        },
    ]

    private static let ofFrameworks: [Flaw] = [
        Flaw("framework 'f' already exists") { $0.frameworks[1].description.id = "f" },
        Flaw("suppressed role 'x' is not among") { $0.frameworks[0].description.suppressedRoles = ["x"] },
        Flaw("the regular expression '(' cannot be used") { state in
            let constraint = AttributeConstraint(selector: .hostname, predicate: .textMatches("("))
            state.frameworks[0].description.offerConstraints["r"] = RoleConstraints(groups: [[constraint]])
        },
        Flaw("a count of 18446744073709551615 exceeds the maximum") { $0.frameworks[1].rescinded = .max },
        Flaw("framework 'f' is not tracked under the roles") { $0.frameworks[0].memberships.removeLast() },
        Flaw("framework 'f' cannot be tracked under role 'w'") { $0.frameworks[0].memberships[0].role = "w" },
        Flaw("framework 'f' cannot be tracked under role 'r'") { state in
            state.frameworks[0].memberships[1] = state.frameworks[0].memberships[0]
        },
        Flaw("a count of 18446744073709551615 exceeds the maximum") { $0.frameworks[0].memberships[0].count = .max },
        Flaw("an offer filter of framework 'f' refers to agent 'z'") { $0.frameworks[0].offerFilters[0].agent = "z" },
        Flaw("refers to list 9 of resources") { $0.frameworks[0].offerFilters[0].resources = 9 },
        Flaw("an offer filter of framework 'f': role '/r'") { $0.frameworks[0].offerFilters[0].role = "/r" },
        Flaw("the end of a filter of framework 'f' is due at 1 ns, but the time is") {
            $0.frameworks[0].offerFilters[0].end = Instant(nanoseconds: 1)
        },
        Flaw("an inverse-offer filter of framework 'f' refers to agent 'z'") {
            $0.frameworks[0].inverseOfferFilters[0].agent = "z"
        },
        Flaw("the end of a filter of framework 'f'") { $0.frameworks[0].inverseOfferFilters[0].end = .zero },
        Flaw("an offer filter of framework 'f' ends before the next run") {
            $0.frameworks[0].offerFilters[0].endsBeforeRun = true
        },
        Flaw("an inverse-offer filter of framework 'f' ends before the next run") {
            $0.frameworks[0].inverseOfferFilters[0].endsBeforeRun = true
        },
    ]

    private static let ofProgress: [Flaw] = [
        Flaw("the options: allocation_interval is below") { $0.options.allocationInterval = .zero },
        Flaw("the next run is due at 0 ns, but the time is") { $0.nextRun = .zero },
        Flaw("the end of a recovery lies in the past") { $0.recoveryTimeouts = [.zero] },
        Flaw("a recovery that ends before the next run is missing") { $0.recoveryTimeoutsBeforeRun = 1 },
        Flaw("a recovery that ends before the next run is missing") { state in
            (state.recoveryTimeouts, state.recoveryTimeoutsBeforeRun) = ([state.nextRun], 2)
        },
        Flaw("a recovery that ends before the next run is missing") { $0.recoveryTimeoutsBeforeRun = -1 },
        Flaw("runs: a count of") { $0.runs = .max },
        Flaw("expected_agent_count is negative") { $0.expectedAgentCount = -1 },
        Flaw("a candidate refers to agent 'z', which does not exist") { $0.candidates = ["z"] },
        Flaw("agent 'a' is listed twice as a candidate") { $0.candidates = ["a", "a"] },
    ]
}
