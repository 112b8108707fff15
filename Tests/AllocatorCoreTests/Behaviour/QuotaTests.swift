import AllocatorCore
import Testing

/// Guarantees, limits and headroom (Allocation, "5. One run").
@Suite("Quota")
struct QuotaTests {
    private func headroom(_ quantities: [NamedQuantity]) -> [String] {
        quantities.map { "\($0.name) \($0.quantity.thousandths / 1000)" }
    }

    @Test
    func `stage 1 offers guaranteed resources first, whatever the fair order, with all that comes with them`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 2]), .framework("f", "a"), .framework("g", "z"))
        let runs = try cluster.play(.agent("x", .cpus(2), .mem(8), .ports(1...9)))
        #expect(runs.offers == ["g z x: cpus 2, mem 8, ports 1-9"])
        #expect(headroom(runs[0].requiredHeadroom) == ["cpus 2"])
        #expect(headroom(runs[0].availableHeadroom) == ["cpus 2", "mem 8"])
    }

    @Test
    func `a satisfied guarantee gets nothing in stage 1`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 2]), .framework("f", "a"), .framework("g", "z"))
        try cluster.play(.agent("x", .cpus(2)))
        #expect(try cluster.play(.agent("y", .cpus(2))).offers == ["f a y: cpus 2"])
    }

    @Test
    func `resources for unmet guarantees are withheld from others`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("f", "a"))
        let runs = try cluster.play(.agent("x", .cpus(4), .mem(8)))
        #expect(runs.offers == ["f a x: cpus 1, mem 8"])
        #expect(headroom(runs[0].heldBack) == ["cpus 3"])
        #expect(try cluster.play(.framework("g", "z")).offers == ["g z x: cpus 3"])
    }

    @Test
    func `an indivisible disk that would reduce the headroom is withheld as a whole`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("z", guarantees: ["disk": 3]), .framework("f", "a"))
        #expect(
            try cluster.play(.agent("x", .disk(4).source(.mount, id: "m"), .disk(2).source(.mount, id: "n"))).offers
                == ["f a x: disk 2 {mount n}"])
    }

    @Test
    func `a limit bounds only the unreserved scalars that a role gets`() throws {
        let cluster = try TestCluster()
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

    @Test
    func `stage 1 offers up to the limit of a role with a guarantee`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("r", guarantees: ["cpus": 1], limits: ["cpus": 2, "mem": 5]), .framework("f", "r"))
        #expect(
            try cluster.play(.agent("x", .cpus(8), .mem(9), .disk(1))).offers == ["f r x: cpus 2, disk 1, mem 5"])
    }

    @Test
    func `reservations count as consumed whether offered or not, and revocable resources do not`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("f", "a", capabilities: .revocableResources))
        let runs = try cluster.play(.agent("x", .cpus(2).reserved("z"), .cpus(4), .cpus(7).revocable()))
        #expect(headroom(runs[0].requiredHeadroom) == ["cpus 1"])
        #expect(headroom(runs[0].availableHeadroom) == ["cpus 4"])
        #expect(runs.offers == ["f a x: cpus 3, cpus 7 {revocable}"])
    }

    @Test
    func `allocations of a nested role count for its top-level role`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("g", "z/y"))
        #expect(try cluster.play(.agent("x", .cpus(2))).offers == [], "it has no guarantee of its own")
        try cluster.play(.quota("z"))
        #expect(try cluster.play(.seconds(1)).offers == ["g z/y x: cpus 2"])
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("f", "a"))
        let runs = try cluster.play(.agent("y", .cpus(2)))
        #expect(headroom(runs[0].requiredHeadroom) == ["cpus 1"])
    }

    @Test
    func `within a run a nested role is not bound by the limit of its ancestor`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("z", limits: ["cpus": 1]), .framework("f", "z/y"))
        #expect(try cluster.play(.agent("x", .cpus(4))).offers == ["f z/y x: cpus 4"])
    }

    @Test
    func `'*' is a top-level role like any other, and an empty quota is the default`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("*", limits: ["cpus": 1]), .framework("f", "*"))
        #expect(try cluster.play(.agent("x", .cpus(4))).offers == ["f * x: cpus 1"])
        try cluster.play(.quota("*"))
        #expect(try cluster.play(.seconds(1)).offers == ["f * x: cpus 3"])
    }

    @Test
    func `a guarantee is shared among the role's frameworks in their order until it is met`() throws {
        let cluster = try TestCluster()
        try cluster.play(.quota("z", guarantees: ["cpus": 3]), .framework("f", "z"), .framework("g", "z"))
        #expect(
            try cluster.play(.agent("x", .cpus(2)), .agent("y", .cpus(2))).offers
                == ["f z x: cpus 2", "g z y: cpus 2"])
    }
}
