import AllocatorCore
import Testing

/// Masters that do not listen to their publications.
@Suite("Listening masters")
struct ListeningTests {
    @Test
    func `frameworks are offered nothing while their master does not listen, and everything at once afterwards`() throws
    {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), by: "m")
        #expect(cluster.setListening(false, "m").isEmpty)
        #expect(try cluster.play(.agent("a", .cpus(1)), .seconds(1)).offers == [])
        #expect(cluster.setListening(true, "m").offers == ["f r a: cpus 1"])
    }

    @Test
    func `frameworks of other masters get what they would have got`() throws {
        let cluster = try TestCluster()
        cluster.setListening(false, "m")
        try cluster.play(.framework("f", "r"), by: "m")
        try cluster.play(.framework("g", "r"), by: "n")
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["g r a: cpus 1"])
    }

    @Test
    func `reporting the current state of a master changes nothing and requests no run`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), by: "m")
        let listening = cluster.digest
        #expect(cluster.setListening(true, "m").isEmpty && cluster.digest == listening)
        cluster.setListening(false, "m")
        let silent = cluster.digest
        #expect(cluster.setListening(false, "m").isEmpty && cluster.digest == silent)
        #expect(listening != silent)
    }

    @Test
    func `a master without active frameworks that listens again requests no run`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", isActive: false), by: "m")
        cluster.setListening(false, "m")
        cluster.setListening(false, "stranger")
        #expect(cluster.setListening(true, "m").isEmpty)
        #expect(cluster.setListening(true, "stranger").isEmpty)
    }

    @Test
    func `whether a master listens is kept from before initialize and across a reset`() throws {
        let cluster = TestCluster(uninitialized: .virtual)
        cluster.setListening(false, "m")
        for reset in [false, true] {
            try cluster.play(.initialize(AllocatorOptions(), reset: reset), .framework("f", "r"), by: "m")
            #expect(try cluster.play(.agent("a", .cpus(1)), by: "m").offers == [])
        }
        #expect(cluster.setListening(true, "m").offers == ["f r a: cpus 1"])
    }

    @Test(arguments: [.changedFramework("f", "r"), .activateFramework("f")] as [Call])
    func `a framework follows the master that takes it over`(call: Call) throws {
        let cluster = try TestCluster()
        cluster.setListening(false, "m")
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)), by: "m")
        #expect(try cluster.play(call, by: "n").offers == ["f r a: cpus 1"])
        try cluster.play(.pause, call, by: "m")
        #expect(try cluster.play(.resume, .recover("f", "a", [.cpus(1).allocated("r")]), .seconds(1)).offers == [])
    }

    @Test
    func `an update by a listening master requests a run only if the framework was excluded`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)), by: "m")
        #expect(try cluster.play(.changedFramework("f", "r"), by: "n").isEmpty)
        cluster.setListening(false, "n")
        try cluster.play(.deactivateFramework("f"), by: "n")
        #expect(try cluster.play(.changedFramework("f", "r"), by: "m").isEmpty, "it is inactive")
    }

    @Test
    func `offers are rescinded when the master stops listening and made to others, and allocations stay`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(2)), .agent("b", .cpus(2)), by: "m")
        try cluster.play(
            .transitionOfferedToAllocated(agent: "a", resources: [.cpus(1).allocated("r")], framework: "f"))
        #expect(cluster.setListening(false, "m").isEmpty, "others are served by the next run")
        #expect(cluster.rescinded == ["0 f r a: cpus 1 (2)", "0 f r b: cpus 2 (2)"])
        #expect(cluster.outstanding() == [])
        #expect(try cluster.play(.framework("g", "r"), by: "n").offers == ["g r a: cpus 1", "g r b: cpus 2"])
        cluster.setListening(false, "m")
        #expect(cluster.rescinded == [], "it does not listen already")
        cluster.setListening(false, "stranger")
        #expect(cluster.rescinded == [])
    }

    @Test
    func `offers with a timeout are rescinded once when the master stops listening, and each counts`() throws {
        let cluster = try TestCluster { $0.offerTimeout = .seconds(10) }
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(2)), by: "m")
        try cluster.play(.recover("f", "a", [.cpus(1).allocated("r")], refuse: 0))
        #expect(try cluster.play(.seconds(1)).offers == ["f r a: cpus 1"])
        cluster.setListening(false, "m")
        #expect(cluster.rescinded == ["1000 f r a: cpus 2 (2)"])
        try cluster.play(.seconds(20))
        #expect(cluster.rescinded == [])
    }

    @Test
    func `allocations, filters and suppressed roles stay when the master stops listening`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", "s"), .agent("a", .cpus(2)), by: "m")
        #expect(cluster.outstanding() == ["f r a: cpus 2"])
        try cluster.play(.recover("f", "a", [.cpus(1).allocated("r")], refuse: 100))
        try cluster.play(.suppressOffers(framework: "f", roles: ["s"]))
        try cluster.play(
            .transitionOfferedToAllocated(agent: "a", resources: [.cpus(1).allocated("r")], framework: "f"))
        cluster.setListening(false, "m")
        #expect(cluster.setListening(true, "m").offers == [], "one role is suppressed, the other has a filter")
        #expect(try cluster.play(.reviveOffers(framework: "f", roles: ["s"])).offers == ["f s a: cpus 1"])
    }

    @Test
    func `suppressing and reviving while the master does not listen take effect when it does`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r") { $0.suppressedRoles = ["r"] }, .agent("a", .cpus(1)))
        cluster.setListening(false, "m")
        #expect(try cluster.play(.reviveOffers(framework: "f", roles: [])).offers == [])
        #expect(cluster.setListening(true, "m").offers == ["f r a: cpus 1"])
    }

    @Test
    func `a master that does not listen gets no inverse offers`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1)))
        cluster.setListening(false, "m")
        #expect(try cluster.play(.updateUnavailability(agent: "a", Unavailability(start: 5))).inverseOffers == [])
        #expect(cluster.setListening(true, "m").inverseOffers == ["f a 5"])
    }

    @Test
    func `beyond the bound a master counts as listening`() throws {
        var limits = AllocatorLimits()
        limits.mastersNotListening = 1
        let cluster = try TestCluster(limits: limits)
        cluster.setListening(false, "m")
        cluster.setListening(false, "n")
        try cluster.play(.framework("f", "r"), by: "n")
        #expect(try cluster.play(.agent("a", .cpus(1))).offers == ["f r a: cpus 1"])
    }

    @Test
    func `the masters of frameworks are known by name`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r"), .framework("g", "r"), by: "n")
        try cluster.play(.agent("a", .cpus(1), used: ["unknown": [.cpus(1).allocated("r")]]), by: "o")
        try cluster.play(.framework("h", "r"), by: "m")
        #expect(cluster.allocator.masters == ["m", "n"])
        try cluster.play(.removeFramework("h"))
        #expect(cluster.allocator.masters == ["n"])
    }
}
