import AllocatorCore
import Testing

/// Which agents, and what of them, a framework may be offered (Allocation, "5. One run", steps 2 to 4 and 7).
@Suite("Who may have what")
struct CandidacyTests {
    private func offers(
        _ agent: Call, _ framework: Call, _ change: (inout AllocatorOptions) -> Void = { _ in }
    ) throws -> [String] {
        try TestCluster(change).play(framework, agent).offers
    }

    @Test
    func `reservations are offered to the role and the roles below it, not to its parent or siblings`() throws {
        let agent = Call.agent("x", .cpus(1).reserved("a"), .cpus(2).reserved("a", "a/b"), .mem(1))
        let refined = FrameworkCapabilities.reservationRefinement
        #expect(try offers(agent, .framework("f", "a", capabilities: refined)) == ["f a x: cpus 1 {a}, mem 1"])
        #expect(
            try offers(agent, .framework("f", "a/b", capabilities: refined))
                == ["f a/b x: cpus 1 {a}, cpus 2 {a/b}, mem 1"])
        #expect(
            try offers(agent, .framework("f", "a/b/c", capabilities: refined))
                == ["f a/b/c x: cpus 1 {a}, cpus 2 {a/b}, mem 1"])
        #expect(try offers(agent, .framework("f", "a/c", capabilities: refined)) == ["f a/c x: cpus 1 {a}, mem 1"])
        #expect(try offers(agent, .framework("f", "ab", capabilities: refined)) == ["f ab x: mem 1"])
    }

    @Test
    func `refined reservations are offered only with RESERVATION_REFINEMENT`() throws {
        #expect(
            try offers(.agent("x", .cpus(2).reserved("a", "a/b"), .mem(1)), .framework("f", "a/b"))
                == ["f a/b x: mem 1"])
    }

    @Test
    func `revocable resources are offered only with REVOCABLE_RESOURCES`() throws {
        let agent = Call.agent("x", .cpus(2).revocable(), .mem(1))
        #expect(try offers(agent, .framework("f", "r")) == ["f r x: mem 1"])
        #expect(
            try offers(agent, .framework("f", "r", capabilities: .revocableResources))
                == ["f r x: cpus 2 {revocable}, mem 1"])
    }

    @Test
    func `shared volumes are offered only with SHARED_RESOURCES, to all frameworks in one run`() throws {
        let cluster = try TestCluster()
        try cluster.play(
            .framework("f", "r"), .framework("g", "r", capabilities: .sharedResources),
            .framework("h", "r", capabilities: .sharedResources))
        let volume = Resource.disk(5).reserved("r").volume("v").shared()
        #expect(
            try cluster.play(.agent("x", .cpus(1), volume)).offers == [
                "f r x: cpus 1", "g r x: disk 5 {r volume v shared}", "h r x: disk 5 {r volume v shared}",
            ])
        #expect(try cluster.play(.seconds(1)).offers.count == 2, "and again in the next")
    }

    @Test
    func `an agent with GPUs is offered only with GPU_RESOURCES, unless the option is off`() throws {
        let agent = Call.agent("x", .cpus(1), .gpus(1))
        #expect(try offers(agent, .framework("f", "r")) == [])
        #expect(try offers(agent, .framework("f", "r", capabilities: .gpuResources)) == ["f r x: cpus 1, gpus 1"])
        #expect(try offers(agent, .framework("f", "r")) { $0.filterGPUResources = false } == ["f r x: cpus 1, gpus 1"])
        #expect(try offers(.agent("x", .cpus(1), .gpus(0)), .framework("f", "r")) == ["f r x: cpus 1"])
    }

    @Test
    func `an agent counts as one with GPUs while they are in use`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", capabilities: .gpuResources), .framework("g", "r"))
        try cluster.play(.agent("x", .cpus(1), .gpus(1)))
        #expect(try cluster.play(.recover("f", "x", [.cpus(1).allocated("r")], refuse: 10), .seconds(1)).offers == [])
    }

    @Test(
        arguments: [
            ("north", nil, true), ("north", "north", true), ("north", "south", false), (nil, "south", true),
            (nil, nil, true),
        ] as [(Name?, Name?, Bool)])
    func `an agent of another region is offered only with REGION_AWARE`(home: Name?, region: Name?, isOffered: Bool)
        throws
    {
        let agent = Call.agent("x", .cpus(1)) { $0.domain = region.map { FaultDomain(region: $0, zone: "z") } }
        let domain = home.map { FaultDomain(region: $0, zone: "y") }
        #expect(try offers(agent, .framework("f", "r")) { $0.domain = domain }.isEmpty != isOffered)
        #expect(
            try offers(agent, .framework("f", "r", capabilities: .regionAware)) { $0.domain = domain }
                == ["f r x: cpus 1"])
    }

    @Test(
        arguments: [
            ("r", [], [], true), ("r", .multiRole, [], false), ("r", .multiRole, .multiRole, true),
            ("r/s", [], [], false), ("r/s", [], .hierarchicalRole, true), ("r/s", .multiRole, .hierarchicalRole, false),
            ("r/s", .multiRole, [.multiRole, .hierarchicalRole], true), ("*", [], [], true),
        ] as [(Name, FrameworkCapabilities, AgentCapabilities, Bool)])
    func `MULTI_ROLE frameworks and nested roles need agents with those capabilities`(
        role: Name, framework: FrameworkCapabilities, agent: AgentCapabilities, isOffered: Bool
    ) throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", role, capabilities: framework))
        let offers = try cluster.play(.agent("x", .cpus(1)) { $0.capabilities = agent }).offers
        #expect(offers == (isOffered ? ["f \(role) x: cpus 1"] : []))
    }

    @Test
    func `only activated agents with whitelisted hostnames are offered`() throws {
        let cluster = try TestCluster()
        try cluster.play(
            .agent("a", .cpus(1)) { $0.hostname = "h" }, .agent("b", .cpus(1)) { $0.hostname = "i" },
            .updateWhitelist(["h", "b"]))
        #expect(try cluster.play(.framework("f", "r")).offers == ["f r a: cpus 1"])
        #expect(try cluster.play(.updateWhitelist([]), .seconds(1)).map(\.agentsConsidered) == [0])
        #expect(try cluster.play(.updateWhitelist(nil), .deactivateAgent("b"), .seconds(1)).offers == [])
        #expect(try cluster.play(.activateAgent("b"), .seconds(1)).offers == ["f r b: cpus 1"])
    }

    @Test
    func `suppressed and inactive frameworks are offered nothing`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", "s") { $0.suppressedRoles = ["r"] })
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f s a: cpus 1"])
        try cluster.play(.suppressOffers(framework: "f", roles: ["s"]))
        #expect(try cluster.play(.agent("b", .cpus(1))).offers == [])
        #expect(try cluster.play(.reviveOffers(framework: "f", roles: ["r"])).offers == ["f r b: cpus 1"])
        try cluster.play(.deactivateFramework("f"))
        #expect(try cluster.play(.agent("c", .cpus(1)), .reviveOffers(framework: "f", roles: [])).offers == [])
        #expect(try cluster.play(.activateFramework("f")).offers == ["f r c: cpus 1"])
    }
}
