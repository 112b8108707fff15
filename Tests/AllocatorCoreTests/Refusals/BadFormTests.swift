import AllocatorCore
import Testing

/// Every rule for the form of a call, and every limit that is one of form.
@Suite("Malformed calls")
struct BadFormTests {
    private static let long = Name(String(repeating: "x", count: 1025))

    private static func reset(_ change: (inout AllocatorOptions) -> Void) -> Call {
        var options = AllocatorOptions()
        change(&options)
        return .initialize(options, reset: true)
    }

    private static func invalid(_ what: String, _ call: Call, says: String) -> BadCall {
        BadCall(what, call, "INVALID_ARGUMENT", says: says)
    }

    static let initialize: [BadCall] = [
        invalid("no interval", reset { $0.allocationInterval = .zero }, says: "allocation_interval"),
        invalid(
            "too short an interval", reset { $0.allocationInterval = TimeSpan(nanoseconds: 999_999) },
            says: "allocation_interval"),
        invalid("a negative timeout", reset { $0.recoveryTimeout = .seconds(-1) }, says: "recovery_timeout"),
        invalid("offers that end at once", reset { $0.offerTimeout = .zero }, says: "offer_timeout"),
        invalid("offers that have ended", reset { $0.offerTimeout = .seconds(-1) }, says: "offer_timeout"),
        invalid("a factor above 1", reset { $0.agentRecoveryFactor = 1.01 }, says: "agent_recovery_factor"),
        invalid("a factor below 0", reset { $0.agentRecoveryFactor = -0.1 }, says: "agent_recovery_factor"),
        invalid("a factor that is none", reset { $0.agentRecoveryFactor = .nan }, says: "agent_recovery_factor"),
        invalid(
            "no room for a regex", reset { $0.regexMaximumProgramSize = 0 },
            says: "regex_max_program_size must be above 0"),
        invalid(
            "no memory for a regex", reset { $0.regexMaximumMemoryBytes = 1 }, says: "regex_max_memory_bytes above 1"),
        invalid(
            "an excluded name that is empty", reset { $0.fairnessExcludeResourceNames = [""] }, says: "is missing"),
        invalid(
            "a minimum of nothing named", reset { $0.minimumAllocatableResources = [["": .zero]] },
            says: "min_allocatable_resources"),
    ]

    static let ids: [BadCall] = [
        invalid("a framework without an id", .framework("", "r"), says: "framework.id is missing"),
        invalid("a framework's id too long", .framework(long, "r"), says: "longer than 1024 bytes"),
        invalid("an agent without an id", .agent(""), says: "agent.id is missing"),
        invalid("an agent's hostname too long", .agent("x") { $0.hostname = long }, says: "agent.hostname"),
        invalid(
            "an attribute without a name", .agent("x") { $0.attributes = [Attribute(name: "", value: .text("t"))] },
            says: "attribute's name"),
        invalid("removing no framework", .removeFramework(""), says: "framework_id"),
        invalid("activating no framework", .activateFramework(""), says: "framework_id"),
        invalid("deactivating no framework", .deactivateFramework(""), says: "framework_id"),
        invalid("suppressing no framework", .suppressOffers(framework: "", roles: []), says: "framework_id"),
        invalid("reviving no framework", .reviveOffers(framework: "", roles: []), says: "framework_id"),
        invalid("requests of no framework", .requestResources(framework: "", requests: []), says: "framework_id"),
        invalid("removing no agent", .removeAgent(""), says: "agent_id"),
        invalid("activating no agent", .activateAgent(""), says: "agent_id"),
        invalid("deactivating no agent", .deactivateAgent(""), says: "agent_id"),
        invalid("a provider of no agent", .addResourceProvider(agent: "", total: [], used: [:]), says: "agent_id"),
        invalid("operations on no agent", .updateAvailable(agent: "", operations: []), says: "agent_id"),
        invalid("maintenance of no agent", .updateUnavailability(agent: "", nil), says: "agent_id"),
        invalid(
            "an answer about no agent", .updateInverseOffer(InverseOfferResponse(agent: "", framework: "f")),
            says: "agent_id"),
        invalid(
            "an answer of no framework", .updateInverseOffer(InverseOfferResponse(agent: "a", framework: "")),
            says: "framework_id"),
        invalid(
            "a transition on no agent", .transitionOfferedToAllocated(agent: "", resources: []), says: "agent_id"),
        invalid(
            "a transition of no framework's offer",
            .transitionOfferedToAllocated(agent: "a", resources: [], framework: ""),
            says: "framework_id"),
        invalid(
            "a transition of an offer to an id too long",
            .transitionOfferedToAllocated(agent: "a", resources: [], framework: long), says: "framework_id"),
        invalid("recovering on no agent", .recover("f", "", []), says: "agent_id"),
        invalid("use by no framework", .agent("x", used: ["": []]), says: "an id in used"),
    ]

    static let contents: [BadCall] = [
        invalid(
            "a suppressed role that is not among the roles", .framework("g", "r") { $0.suppressedRoles = ["s"] },
            says: "suppressed role 's'"),
        invalid(
            "minimums of a role that is none", .framework("g", "r") { $0.minimumAllocatableResources = ["": []] },
            says: "role has no name"),
        invalid(
            "a minimum without a name", .framework("g", "r") { $0.minimumAllocatableResources = ["r": [["": .zero]]] },
            says: "offer_filters of role 'r'"),
        invalid(
            "constraints of no group",
            .framework("g", "r") { $0.offerConstraints = ["r": RoleConstraints(groups: [])] },
            says: "empty group"),
        invalid(
            "a group of no constraints",
            .framework("g", "r") { $0.offerConstraints = ["r": RoleConstraints(groups: [[]])] }, says: "empty group"),
        invalid("a negative count of agents", .recover(expectedAgentCount: -1, quotas: []), says: "negative"),
        invalid(
            "a role's quota twice",
            .recover(expectedAgentCount: 1, quotas: [RoleQuota(role: "q"), RoleQuota(role: "q")]), says: "twice"),
        invalid("a nested role's quota", .quota("a/b", guarantees: ["cpus": 1]), says: "nested"),
        invalid(
            "a guarantee above its limit", .quota("q", guarantees: ["cpus": 2], limits: ["cpus": 1]),
            says: "above its limit of 'cpus'"),
        invalid("a guarantee of nothing named", .quota("q", guarantees: ["": 1]), says: "guarantees"),
        invalid(
            "a guarantee too great", .updateQuota(RoleQuota(role: "q", guarantees: ["cpus": .maximumSum])),
            says: "'cpus' in guarantees is negative or too large"),
        invalid(
            "a negative limit", .updateQuota(RoleQuota(role: "q", limits: ["cpus": Quantity(thousandths: -1)])),
            says: "'cpus' in limits is negative or too large"),
        invalid("a limit of nothing named", .quota("q", limits: ["": 1]), says: "limits"),
        invalid("a weight of 0", .weight("r", 0), says: "must be above 0"),
        invalid("a weight that is none", .weight("r", .nan), says: "must be above 0"),
        invalid("a weight too great", .weight("r", 1.1e9), says: "at most"),
        invalid("a weight of a role that is none", .weight("*/a", 1), says: "'*' as a component"),
        invalid(
            "a negative duration", .updateUnavailability(agent: "a", Unavailability(start: 0, duration: -1)),
            says: "duration"),
        invalid(
            "the same with an agent", .agent("x", unavailability: Unavailability(start: 0, duration: -1)),
            says: "duration"),
        invalid(
            "an answer of UNKNOWN",
            .updateInverseOffer(
                InverseOfferResponse(
                    agent: "a", framework: "f",
                    status: InverseOfferStatus(status: .unknown, framework: "f", timestamp: 0))), says: "UNKNOWN"),
        invalid(
            "seconds that are none", .recover("f", "a", [.cpus(1).allocated("r")], refuse: .nan), says: "not a number"),
        invalid("going back in time", .seconds(-1), says: "by a negative time"),
        invalid(
            "a total that is allocated", .agent("x", .cpus(1).allocated("r")), says: "must not have allocation_info"),
        invalid("use without a role", .agent("x", .cpus(1), used: ["f": [.cpus(1)]]), says: "no allocation role"),
        invalid("recovering without a role", .recover("f", "a", [.cpus(1)]), says: "no allocation role"),
        invalid(
            "recovering of two roles", .recover("f", "a", [.cpus(1).allocated("r"), .cpus(1).allocated("s")]),
            says: "several roles"),
        invalid(
            "a transition without a role", .transitionOfferedToAllocated(agent: "a", resources: [.cpus(1)]),
            says: "no allocation role"),
        invalid(
            "converting nothing",
            .updateAllocation(framework: "f", agent: "a", offered: [], change: .operations([])),
            says: "offered_resources are missing"),
        invalid(
            "converting what has no role",
            .updateAllocation(framework: "f", agent: "a", offered: [.cpus(1)], change: .operations([])),
            says: "no allocation role"),
    ]

    static let operations: [BadCall] = [
        (Operation.unsupported("LAUNCH"), "LAUNCH"),
        (.reserve(resources: [.cpus(1)], source: []), "no reservation"),
        (.unreserve(resources: [.cpus(1)]), "no reservation"),
        (.create(volumes: [.disk(1)]), "not a persistent volume"),
        (.destroy(volumes: [.disk(1)]), "not a persistent volume"),
        (.growVolume(volume: .disk(1), addition: .disk(1)), "no size to change"),
        (.growVolume(volume: .disk(1).volume("v"), addition: .ports(1...2)), "needs a scalar"),
        (
            .growVolume(
                volume: .scalar("disk", thousandths: Quantity.maximum.thousandths).volume("v"), addition: .disk(1)),
            "must not exceed the maximum"
        ),
        (.shrinkVolume(volume: .disk(1), subtract: .zero), "no size to change"),
        (.shrinkVolume(volume: .disk(1).volume("v"), subtract: Quantity(thousandths: 1000)), "leave an empty volume"),
        (.shrinkVolume(volume: .disk(1).volume("v"), subtract: Quantity(thousandths: -1)), "negative"),
    ].map { operation, says in
        invalid("operation \(operation)", .updateAvailable(agent: "b", operations: [operation]), says: says)
    }

    @Test(arguments: initialize)
    func `malformed options are refused`(bad: BadCall) throws { bad.check(in: try BadCall.cluster()) }

    @Test(arguments: ids)
    func `malformed ids and names are refused`(bad: BadCall) throws { bad.check(in: try BadCall.cluster()) }

    @Test(arguments: contents)
    func `malformed contents are refused`(bad: BadCall) throws { bad.check(in: try BadCall.cluster()) }

    @Test(arguments: operations)
    func `malformed operations are refused`(bad: BadCall) throws { bad.check(in: try BadCall.cluster()) }
}
