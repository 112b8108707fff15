import AllocatorCore
import Testing

/// Frameworks that come, change and go (Allocation, "6. Calls").
@Suite("Calls about frameworks")
struct FrameworkCallTests {
    @Test
    func `removing a framework returns its offered and allocated resources`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4), used: ["f": [.cpus(1).allocated("r")]]))
        try cluster.play(.removeFramework("f"))
        #expect(try cluster.play(.framework("g", "s")).offers == ["g s a: cpus 4"])
    }

    @Test
    func `deactivating a framework keeps what it holds`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4)))
        try cluster.play(.deactivateFramework("f"))
        #expect(try cluster.play(.framework("g", "s")).offers == [])
        try cluster.play(.recover("f", "a", [.cpus(4).allocated("r")]))
        #expect(try cluster.play(.seconds(1)).offers == ["g s a: cpus 4"])
    }

    @Test
    func `new roles are subscribed, and old ones stay tracked while something is held in them`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(4)))
        #expect(try cluster.play(.changedFramework("f", "s")).isEmpty)
        #expect(try cluster.play(.agent("b", .cpus(1))).offers == ["f s b: cpus 1"])
        try cluster.play(.recover("f", "a", [.cpus(4).allocated("r")]))
        #expect(try cluster.play(.seconds(1)).offers == ["f s a: cpus 4"])
    }

    @Test
    func `an update replaces the capabilities`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1).revocable()))
        try cluster.play(.changedFramework("f", "r", capabilities: .revocableResources))
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 1 {revocable}"])
    }

    @Test
    func `newly suppressed roles leave the order, and the others return`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", "s") { $0.suppressedRoles = ["s"] })
        try cluster.play(.changedFramework("f", "r", "s") { $0.suppressedRoles = ["r"] })
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f s a: cpus 1"])
    }

    @Test
    func `the roles of an inactive framework enter no order until it is active again`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", isActive: false), .agent("a", .cpus(1)))
        try cluster.play(.changedFramework("f", "s"))
        #expect(try cluster.play(.reviveOffers(framework: "f", roles: [])).offers == [])
        #expect(try cluster.play(.activateFramework("f")).offers == ["f s a: cpus 1"])
    }

    @Test(arguments: [nil, "r"] as [Name?])
    func `without MULTI_ROLE the single role counts, '*' by default`(role: Name?) throws {
        let cluster = try TestCluster()
        let description = FrameworkDescription(id: "f", role: role)
        try cluster.play(.addFramework(description, used: [:], isActive: true))
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f \(role ?? "*") a: cpus 1"])
    }

    @Test
    func `a MULTI_ROLE framework without roles is offered nothing`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f"), .agent("a", .cpus(1)))
        #expect(try cluster.play(.reviveOffers(framework: "f", roles: [])).offers == [])
    }

    @Test
    func `offers go to the master that last added, activated or updated the framework`() throws {
        let cluster = try TestCluster()
        func master(_ agent: Name) throws -> String? {
            try cluster.play(.agent(agent, .cpus(1)), by: "x").first?.offers.first?.master
        }
        try cluster.play(.framework("f", "r"), by: "m1")
        #expect(try master("a") == "m1")
        try cluster.play(.changedFramework("f", "r"), by: "m2")
        #expect(try master("b") == "m2")
        try cluster.play(.suppressOffers(framework: "f", roles: []), .reviveOffers(framework: "f", roles: []), by: "m3")
        #expect(try master("c") == "m2")
        try cluster.play(.activateFramework("f"), by: "m4")
        #expect(try master("d") == "m4")
    }
}
