import AllocatorCore
import Testing

/// The resources that are in use when agents and frameworks are added (Allocation, "6. Calls", `used`).
@Suite("What is used already")
struct UsedTests {
    private let used = [Resource.cpus(3).allocated("r")]

    @Test
    func `usage by an unknown framework counts on the agent, and in the order once the framework is added`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(4), used: ["f": used]), .framework("g", "s", isActive: false))
        try cluster.play(.framework("f", "r", used: ["a": used], isActive: false))
        #expect(
            try cluster.play(.activateFramework("f"), .activateFramework("g")).offers == ["g s a: cpus 1"],
            "f has 3 of 4 already, so that g comes first")
    }

    @Test
    func `usage by a framework that is never added is held all the same`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(4), used: ["f": used]))
        #expect(try cluster.play(.framework("g", "s")).offers == ["g s a: cpus 1"])
        try cluster.play(.recover("f", "a", used), .recover("g", "a", [.cpus(1).allocated("s")]))
        #expect(try cluster.play(.seconds(1)).offers == ["g s a: cpus 1"])
    }

    @Test
    func `a range that two frameworks hold is available when both have returned it`() throws {
        let cluster = try TestCluster()
        let (ofF, ofG) = ([Resource.ports(1...6).allocated("r")], [Resource.ports(4...8).allocated("s")])
        try cluster.play(
            .agent("a", .ports(1...10), used: ["f": ofF, "g": ofG]), .framework("f", "r", isActive: false),
            .framework("g", "s", isActive: false))
        #expect(try cluster.play(.framework("h", "t")).offers == ["h t a: ports 9-10"])
        try cluster.play(.recover("f", "a", ofF, isAllocated: true))
        #expect(try cluster.play(.seconds(1)).offers == ["h t a: ports 1-3"])
        try cluster.play(.recover("g", "a", ofG, isAllocated: true))
        #expect(try cluster.play(.seconds(1)).offers == ["h t a: ports 4-8"])
    }

    @Test
    func `usage on an unknown agent does not count`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", used: ["a": used]))
        #expect(try cluster.play(.agent("a", .cpus(4))).offers == ["f r a: cpus 4"])
    }

    @Test
    func `usage counts once for each agent and role in the order`() throws {
        let cluster = try TestCluster()
        // Nothing but sets: no share, so that only the counts decide.
        try cluster.play(
            .framework("f", "a", isActive: false), .framework("g", "b", isActive: false),
            .agent("x", .zones("u", "v"), used: ["f": [.zones("u").allocated("a")]]))
        #expect(try cluster.play(.activateFramework("f"), .activateFramework("g")).offers == ["g b x: zones v"])
    }

    @Test
    func `usage of more than the agent has leaves nothing to offer`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(2), .mem(5), used: ["f": used]))
        #expect(try cluster.play(.framework("g", "s")).offers == ["g s a: mem 5"])
    }

    @Test
    func `usage of a provider's new resources counts for known frameworks only`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(1)), .framework("f", "r"))
        let disk = Resource.disk(9).provided(by: "p")
        #expect(
            try cluster.play(
                .addResourceProvider(
                    agent: "a", total: [disk],
                    used: [
                        "f": [Resource.disk(2).provided(by: "p").allocated("r")],
                        "x": [Resource.disk(3).provided(by: "p").allocated("r")],
                    ])
            ).isEmpty)
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: disk 7"])
    }
}
