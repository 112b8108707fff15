import AllocatorCore
import Testing

/// The offered part of what is offered or allocated.
@Suite("Outstanding offers")
struct OutstandingOffersTests {
    private static let four = [Resource.cpus(4)].allocated("r")

    /// Framework `f` is offered the 4 cpus of agent `a`.
    private static func cluster(_ change: (inout AllocatorOptions) -> Void = { _ in }) throws -> TestCluster {
        let cluster = try TestCluster(change)
        try cluster.play(.framework("f", "r"))
        #expect(try cluster.play(.agent("a", .cpus(4))).offers == ["f r a: cpus 4"])
        return cluster
    }

    private static func cpus(_ units: Int64, _ role: Name = "r") -> [Resource] {
        [Resource.cpus(units).allocated(role)]
    }

    @Test
    func `the offers of a run are outstanding, by framework, role and agent`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("b", .cpus(1)), .agent("a", .cpus(1)), .framework("g", "s"), .framework("f", "r"))
        #expect(cluster.outstanding() == ["f r a: cpus 1", "g s b: cpus 1"])
        #expect(cluster.outstanding("another") == [])
    }

    @Test
    func `outstanding offers of several runs are combined`() throws {
        let cluster = try Self.cluster()
        #expect(try cluster.play(.changedAgent("a", total: [.cpus(6), .mem(1)])).offers == ["f r a: cpus 2, mem 1"])
        #expect(cluster.outstanding() == ["f r a: cpus 6, mem 1"])
    }

    @Test
    func `both stages of one run make one offer`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("r", guarantees: ["cpus": 1], limits: ["cpus": 1]), .framework("f", "r"))
        try cluster.play(.agent("a", .cpus(2), .mem(3)))
        #expect(cluster.outstanding() == ["f r a: cpus 1, mem 3"])
    }

    @Test(
        arguments: [
            (.transitionOfferedToAllocated(agent: "a", resources: cpus(1), framework: "f"), ["f r a: cpus 3"]),
            (.transitionOfferedToAllocated(agent: "a", resources: four, framework: "f"), []),
            (.transitionOfferedToAllocated(agent: "a", resources: cpus(1)), ["f r a: cpus 3"]),
            (.recover("f", "a", cpus(3)), ["f r a: cpus 1"]), (.recover("f", "a", four), []),
            (.removeFramework("f"), []), (.removeAgent("a"), []),
        ] as [(Call, [String])])
    func `used or declined resources are no longer outstanding`(call: Call, rest: [String]) throws {
        let cluster = try Self.cluster()
        try cluster.play(.pause, call)
        #expect(cluster.outstanding() == rest)
    }

    @Test(
        arguments: [
            .deactivateFramework("f"), .changedFramework("f", "s"), .deactivateAgent("a"),
            .changedAgent("a", total: [.cpus(1)]), .suppressOffers(framework: "f", roles: []), .updateWhitelist([]),
            .changedFramework("f", "r", capabilities: .gpuResources), .quota("r", limits: ["cpus": 0]),
        ] as [Call])
    func `other changes of the framework or the agent keep outstanding offers`(call: Call) throws {
        let cluster = try Self.cluster()
        try cluster.play(call)
        #expect(cluster.outstanding() == ["f r a: cpus 4"])
    }

    @Test
    func `recovering allocated resources keeps outstanding offers`() throws {
        let cluster = try Self.cluster()
        try cluster.play(.pause, .transitionOfferedToAllocated(agent: "a", resources: Self.cpus(1), framework: "f"))
        try cluster.play(.recover("f", "a", Self.cpus(1), isAllocated: true))
        #expect(cluster.outstanding() == ["f r a: cpus 3"])
    }

    @Test
    func `resources that agents and providers report as used are not outstanding offers`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", isActive: false))
        try cluster.play(.agent("a", .cpus(2), used: ["f": Self.cpus(2), "g": [.mem(1).allocated("r")]]))
        try cluster.play(.framework("g", "r", used: ["a": [.mem(1).allocated("r")]], isActive: false))
        let disk = Resource.disk(1).provided(by: "p")
        try cluster.play(.addResourceProvider(agent: "a", total: [disk], used: ["f": [disk.allocated("r")]]))
        #expect(cluster.outstanding() == [])
    }

    /// An agent `a` of which `f` was offered 1 cpu, and then `g` in the same role 2.
    private static func shared() throws -> TestCluster {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
        try cluster.play(.framework("g", "r"))
        #expect(try cluster.play(.changedAgent("a", total: [.cpus(3)])).offers == ["g r a: cpus 2"])
        return cluster
    }

    @Test
    func `a transition without a framework uses the offers of each framework that could be meant`() throws {
        let cluster = try Self.shared()
        try cluster.play(.transitionOfferedToAllocated(agent: "a", resources: Self.cpus(1)))
        #expect(cluster.outstanding() == ["g r a: cpus 1"])
    }

    @Test(arguments: ["f", "g"] as [Name])
    func `a transition with a framework uses the offers of that framework`(framework: Name) throws {
        let cluster = try Self.shared()
        try cluster.play(.transitionOfferedToAllocated(agent: "a", resources: Self.cpus(1), framework: framework))
        #expect(cluster.outstanding() == (framework == "f" ? ["g r a: cpus 2"] : ["f r a: cpus 1", "g r a: cpus 1"]))
    }

    @Test
    func `copies of a shared volume are outstanding separately`() throws {
        let volume = Resource.disk(5).reserved("r").volume("v").shared()
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", capabilities: .sharedResources), .agent("a", volume))
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: disk 5 {r volume v shared}"])
        let copy = [volume.allocated("r")]
        try cluster.play(.pause, .transitionOfferedToAllocated(agent: "a", resources: copy, framework: "f"))
        #expect(cluster.outstanding() == ["f r a: disk 5 {r volume v shared}"], "one copy of two is used")
        try cluster.play(.recover("f", "a", copy, isAllocated: true))
        #expect(cluster.outstanding() == ["f r a: disk 5 {r volume v shared}"], "the one that is used was freed")
        try cluster.play(.recover("f", "a", copy))
        #expect(cluster.outstanding() == [])
    }

    @Test
    func `exclusive disks leave outstanding offers one by one, as wholes`() throws {
        let (small, large) = (Resource.disk(2).source(.mount, root: "/m"), Resource.disk(3).source(.mount, root: "/m"))
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", small, small, large))
        try cluster.play(
            .pause, .transitionOfferedToAllocated(agent: "a", resources: [small.allocated("r")], framework: "f"))
        #expect(cluster.outstanding() == ["f r a: disk 2 {mount /m}, disk 3 {mount /m}"])
        try cluster.play(.recover("f", "a", [small.allocated("r")]))
        #expect(cluster.outstanding() == ["f r a: disk 3 {mount /m}"])
    }

    @Test
    func `ports that another framework also holds leave every offer at once`() throws {
        let cluster = try TestCluster { $0.offerTimeout = .seconds(100) }
        try cluster.play(.framework("f", "r"), .framework("g", "r", isActive: false), .agent("a", .ports(1...9)))
        let ports = [Resource.ports(1...5).allocated("r")]
        try cluster.play(.addResourceProvider(agent: "a", total: [], used: ["g": ports]))
        try cluster.play(.recover("g", "a", ports, isAllocated: true), .seconds(1))
        #expect(cluster.outstanding() == ["f r a: ports 1-9"])
        try cluster.play(.pause, .recover("f", "a", ports))
        #expect(cluster.outstanding() == ["f r a: ports 6-9"])
    }

    @Test
    func `outstanding offers move with the framework to the master that takes it over`() throws {
        let cluster = try Self.cluster()
        #expect(cluster.allocator.masters == ["m"])
        try cluster.play(.changedFramework("f", "r"), by: "n")
        #expect(cluster.outstanding() == [] && cluster.outstanding("n") == ["f r a: cpus 4"])
        #expect(cluster.allocator.masters == ["n"])
    }

    @Test
    func `inverse offers are outstanding until an answer, or the end of the framework or the maintenance`() throws {
        let cluster = try Self.cluster()
        let asked = FrameworkInverseOffers(
            framework: "f", master: "m",
            agents: [FrameworkInverseOffers.AgentInverseOffer(agent: "a", unavailability: Unavailability(start: 7))])
        let ask = Call.updateUnavailability(agent: "a", Unavailability(start: 7))
        let answer = InverseOfferResponse(
            agent: "a", framework: "f", status: InverseOfferStatus(status: .accept, framework: "f", timestamp: 1))
        for end in [.updateInverseOffer(answer), .updateUnavailability(agent: "a", nil), .removeFramework("f")]
            as [Call]
        {
            try cluster.play(ask)
            #expect(cluster.allocator.outstandingInverseOffers(of: "m") == [asked])
            #expect(cluster.allocator.outstandingInverseOffers(of: "n") == [])
            try cluster.play(end)
            #expect(cluster.allocator.outstandingInverseOffers(of: "m") == [])
        }
    }

    @Test
    func `without a cluster no offers are outstanding`() {
        let allocator = Allocator()
        #expect(allocator.outstandingOffers(of: "m").isEmpty && allocator.outstandingInverseOffers(of: "m").isEmpty)
        #expect(allocator.masters.isEmpty && allocator.nextEffect == nil)
    }
}
