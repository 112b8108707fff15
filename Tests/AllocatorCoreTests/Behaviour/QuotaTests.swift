import AllocatorCore
import Testing

/// Guarantees, limits and headroom (Allocation, "5. One run").
@Suite("Quota")
struct QuotaTests {
    private func headroom(_ quantities: [NamedQuantity]) -> [String] {
        quantities.map { "\($0.name) \($0.quantity.thousandths / 1000)" }
    }

    @Test("stage 1 gives what is guaranteed first, whatever the fair order, and all that comes with it")
    func guaranteesFirst() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 2]), .framework("f", "a"), .framework("g", "z"))
        let runs = try cluster.play(.agent("x", .cpus(2), .mem(8), .ports(1...9)))
        #expect(runs.offers == ["g z x: cpus 2, mem 8, ports 1-9"])
        #expect(headroom(runs[0].requiredHeadroom) == ["cpus 2"])
        #expect(headroom(runs[0].availableHeadroom) == ["cpus 2", "mem 8"])
    }

    @Test("a guarantee that is satisfied gives nothing in stage 1")
    func satisfied() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 2]), .framework("f", "a"), .framework("g", "z"))
        try cluster.play(.agent("x", .cpus(2)))
        #expect(try cluster.play(.agent("y", .cpus(2))).offers == ["f a y: cpus 2"])
    }

    @Test("what is guaranteed and not yet given is held back from others")
    func heldBack() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("f", "a"))
        let runs = try cluster.play(.agent("x", .cpus(4), .mem(8)))
        #expect(runs.offers == ["f a x: cpus 1, mem 8"])
        #expect(headroom(runs[0].heldBack) == ["cpus 3"])
        #expect(try cluster.play(.framework("g", "z")).offers == ["g z x: cpus 3"])
    }

    @Test("an indivisible disk that would eat into the headroom is held back whole")
    func indivisible() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("z", guarantees: ["disk": 3]), .framework("f", "a"))
        #expect(
            try cluster.play(.agent("x", .disk(4).source(.mount, id: "m"), .disk(2).source(.mount, id: "n"))).offers
                == ["f a x: disk 2 {mount n}"])
    }

    @Test("a limit bounds what a role gets of unreserved scalars, and nothing else")
    func limits() throws {
        let cluster = try Cluster()
        try cluster.play(
            .quota("r", limits: ["cpus": 3, "gpus": 0]), .framework("f", "r", capabilities: .revocableResources))
        let offers = try cluster.play(
            .agent("x", .cpus(2), .mem(9), .ports(1...2)), .agent("y", .cpus(2), .cpus(5).revocable(), .mem(9)),
            .agent("z", .cpus(2), .cpus(1).reserved("r"))
        ).offers
        // The reservation consumes one of three: two are left.
        #expect(
            offers == [
                "f r x: cpus 2, mem 9, ports 1-2", "f r y: cpus 5 {revocable}, mem 9", "f r z: cpus 1 {r}",
            ])
    }

    @Test("with a guarantee, stage 1 already gives up to the limit")
    func guaranteeAndLimit() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("r", guarantees: ["cpus": 1], limits: ["cpus": 2, "mem": 5]), .framework("f", "r"))
        #expect(
            try cluster.play(.agent("x", .cpus(8), .mem(9), .disk(1))).offers == ["f r x: cpus 2, disk 1, mem 5"])
    }

    @Test("reservations count as consumed, offered or not; revocables do not")
    func consumed() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("f", "a", capabilities: .revocableResources))
        let runs = try cluster.play(.agent("x", .cpus(2).reserved("z"), .cpus(4), .cpus(7).revocable()))
        #expect(headroom(runs[0].requiredHeadroom) == ["cpus 1"])
        #expect(headroom(runs[0].availableHeadroom) == ["cpus 4"])
        #expect(runs.offers == ["f a x: cpus 3, cpus 7 {revocable}"])
    }

    @Test("what a nested role got counts at its top-level role")
    func subtree() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("g", "z/y"))
        #expect(try cluster.play(.agent("x", .cpus(2))).offers == [], "it has no guarantee of its own")
        try cluster.play(.quota("z"))
        #expect(try cluster.play(.seconds(1)).offers == ["g z/y x: cpus 2"])
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("f", "a"))
        let runs = try cluster.play(.agent("y", .cpus(2)))
        #expect(headroom(runs[0].requiredHeadroom) == ["cpus 1"])
    }

    @Test("a nested role is not held to its ancestor's limit within a run")
    func nestedLimit() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("z", limits: ["cpus": 1]), .framework("f", "z/y"))
        #expect(try cluster.play(.agent("x", .cpus(4))).offers == ["f z/y x: cpus 4"])
    }

    @Test("`*` is a top-level role like any other, and a quota of nothing is the default again")
    func star() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("*", limits: ["cpus": 1]), .framework("f", "*"))
        #expect(try cluster.play(.agent("x", .cpus(4))).offers == ["f * x: cpus 1"])
        try cluster.play(.quota("*"))
        #expect(try cluster.play(.seconds(1)).offers == ["f * x: cpus 3"])
    }

    @Test("a guarantee is shared among the role's frameworks in their order until it is met")
    func frameworksOfTheRole() throws {
        let cluster = try Cluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("f", "z"), .framework("g", "z"))
        #expect(
            try cluster.play(.agent("x", .cpus(2)), .agent("y", .cpus(2))).offers
                == ["f z x: cpus 2", "g z y: cpus 2"])
    }
}
