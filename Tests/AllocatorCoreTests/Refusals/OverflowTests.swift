import AllocatorCore
import Testing

/// Amounts at the very bounds are refused or passed over, never added up past what an integer holds.
@Suite("Sums that would overflow")
struct OverflowTests {
    private static let most = Quantity.maximum.thousandths

    private static func huge(_ count: Int, distinct: Bool = false) -> [Resource] {
        (0..<count).map { index in
            let resource = Resource.scalar("x", thousandths: most)
            return distinct ? resource.provided(by: Name("p\(index)")) : resource
        }
    }

    private static func agent(_ id: Name, _ total: [Resource], used: [Name: [Resource]] = [:]) -> Call {
        .addAgent(AgentDescription(id: id), unavailability: nil, total: total, used: used)
    }

    @Test(arguments: [false, true])
    func `an agent may have the greatest resource once, and a cluster 256 times`(distinct: Bool) throws {
        let cluster = try TestCluster()
        for index in 0..<256 { _ = try cluster.reply(to: Self.agent(Name("a\(index)"), Self.huge(1))) }
        #expect(cluster.refusal(of: Self.agent("b", Self.huge(1)))?.codeName == "RESOURCE_EXHAUSTED")
        _ = try cluster.reply(to: .removeAgent("a0"))
        #expect(
            cluster.refusal(of: Self.agent("b", Self.huge(2, distinct: distinct)))?.codeName == "RESOURCE_EXHAUSTED")
        try cluster.play(Self.agent("b", Self.huge(1)))
    }

    @Test(arguments: [false, true])
    func `a list of the maximum length does not overflow`(distinct: Bool) throws {
        let cluster = try TestCluster()
        // 8192 of the greatest go past 64 bits, 256 past what a list may come to.
        let list = Self.huge(distinct ? 300 : 10_000, distinct: distinct)
        try cluster.play(.agent("a"))
        for call in [
            Self.agent("b", list), .changedAgent("a", total: list),
            .addResourceProvider(agent: "a", total: list, used: [:]),
            Self.agent("b", [], used: ["f": list.allocated("r")]),
            .transitionOfferedToAllocated(agent: "a", resources: list.allocated("r")),
        ] {
            #expect(cluster.refusal(of: call)?.codeName == "RESOURCE_EXHAUSTED")
        }
    }

    @Test
    func `a transition of resources that were not offered is refused, whatever the amount`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a"))
        let use = Call.transitionOfferedToAllocated(agent: "a", resources: Self.huge(64).allocated("r"))
        #expect(cluster.refusal(of: use)?.codeName == "FAILED_PRECONDITION")
    }

    @Test
    func `a framework whose reported usage overflows cannot be added`() throws {
        let cluster = try TestCluster()
        // In 256 roles each, since there is a bound for one.
        let used = Self.huge(256).enumerated().map { $1.allocated(Name("r\($0)")) }
        for index in 0..<40 { _ = try cluster.reply(to: Self.agent(Name("a\(index)"), [], used: ["f": used])) }
        #expect(cluster.refusal(of: .framework("f", "r"))?.codeName == "RESOURCE_EXHAUSTED")
    }

    @Test
    func `repeated conversions that consume nothing do not overflow`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .scalar("x", thousandths: 1)))
        let conversion = ResourceConversion(consumed: [], converted: Self.huge(64).allocated("r"))
        let refusal = cluster.refusal(
            of: .updateAllocation(
                framework: "f", agent: "a", offered: [.scalar("x", thousandths: 1).allocated("r")],
                change: .conversions(Array(repeating: conversion, count: 40))))
        #expect(refusal?.codeName == "RESOURCE_EXHAUSTED")
    }

    @Test
    func `an agent whose total changes its kind below its allocations does not overflow`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), Self.agent("a", Self.huge(1)))
        for index in 1..<256 {
            let total = Self.huge(1).map { $0.provided(by: Name("p\(index)")) }
            #expect(try cluster.play(.changedAgent("a", total: total)).offers.count == 1)
        }
        let total = Self.huge(1).map { $0.provided(by: "last") }
        #expect(try cluster.play(.changedAgent("a", total: total)).offers == [])
    }

    @Test
    func `a volume that many frameworks share does not overflow`() throws {
        let cluster = try TestCluster()
        let roles = (0..<900).map { Name("r\($0)") }
        let volume = Resource.scalar("disk", thousandths: Self.most).volume("v").shared()
        for name in ["f", "g", "h"] as [Name] {
            let mine = roles.map { Name(name.string + $0.string) }
            try cluster.play(
                .addFramework(
                    FrameworkDescription(id: name, roles: mine, capabilities: [.multiRole, .sharedResources]),
                    used: [:],
                    isActive: true))
        }
        let runs = try cluster.play(.agent("a", volume))
        #expect(!runs.offers.isEmpty)
    }

    @Test
    func `guarantees beyond any total, and the headroom for them, do not overflow`() throws {
        let cluster = try TestCluster()
        for index in 0..<300 {
            _ = try cluster.reply(to: .updateQuota(RoleQuota(role: Name("q\(index)"), guarantees: ["x": .maximum])))
        }
        for index in 0..<40 { try cluster.play(.framework(Name("f\(index)"), Name("r\(index)"))) }
        for index in 0..<10 { _ = try cluster.reply(to: Self.agent(Name("a\(index)"), Self.huge(1))) }
        let runs = try cluster.play(.heartbeat)
        #expect(runs.offers == [])
        // Each agent's once, however many frameworks it is kept from.
        let all = Quantity(thousandths: 10 * Quantity.maximum.thousandths)
        #expect(runs[0].heldBack == [NamedQuantity(name: "x", quantity: all)])
        #expect(runs[0].requiredHeadroom == [NamedQuantity(name: "x", quantity: .maximumSum)])
    }

    @Test
    func `the end of virtual time does not overflow`() throws {
        let cluster = try TestCluster { $0.allocationInterval = .days(100_000) }
        try cluster.play(.advance(.days(100_000)))
        #expect(cluster.refusal(of: .advance(.days(100_000)))?.codeName == "INVALID_ARGUMENT")
    }
}
