import AllocatorCore
import Testing

/// Operations on what is offered and on what is available (Allocation, "Operations" and "6. Calls").
@Suite("Conversions")
struct ConversionTests {
    /// Framework `f` was offered all of agent `a`: plain disk and a reserved one.
    private func cluster() throws -> TestCluster {
        let cluster = try TestCluster()
        try cluster.play(
            .framework("f", "r", capabilities: .sharedResources), .agent("a", .cpus(2), .disk(10).reserved("r")))
        return cluster
    }

    private func update(_ offered: [Resource], _ operations: Operation...) -> Call {
        .updateAllocation(
            framework: "f", agent: "a", offered: offered.allocated("r"), change: .operations(operations))
    }

    /// The offers of the next run after all resources were returned.
    private func total(_ cluster: TestCluster, _ held: [Resource]) throws -> String {
        try cluster.play(.recover("f", "a", held.allocated("r")))
        return try cluster.play(.seconds(1)).offers.joined()
    }

    private let volume = Resource.disk(4).reserved("r").volume("v")
    private let disk = Resource.disk(10).reserved("r")

    @Test
    func `RESERVE and UNRESERVE convert resources in both directions`() throws {
        let cluster = try cluster()
        let reserved = Resource.cpus(1).reserved(stack: [Reservation(kind: .dynamic, role: "r")])
        try cluster.play(update([.cpus(2)], .reserve(resources: [reserved.allocated("r")], source: [])))
        #expect(cluster.refusal(of: .recover("f", "a", [.cpus(2).allocated("r")]))?.codeName == "FAILED_PRECONDITION")
        #expect(try total(cluster, [.cpus(1), reserved]) == "f r a: cpus 1, cpus 1 {r}")
        try cluster.play(update([reserved], .unreserve(resources: [reserved.allocated("r")])))
        #expect(try total(cluster, [.cpus(2)]) == "f r a: cpus 2")
    }

    @Test
    func `RESERVE takes from the source that it names`() throws {
        let cluster = try cluster()
        let stack = [Reservation(kind: .dynamic, role: "r", principal: "p")]
        let reserved = Resource.cpus(2).reserved(stack: stack)
        let other = Resource.cpus(2).reserved(stack: [Reservation(kind: .dynamic, role: "s")])
        try cluster.play(update([.cpus(2)], .reserve(resources: [reserved.allocated("r")], source: [])))
        try cluster.play(
            update(
                [reserved], .reserve(resources: [other.allocated("r")], source: [reserved.allocated("r")])))
        try cluster.play(.recover("f", "a", [other.allocated("r")]))
        #expect(try cluster.play(.framework("g", "s")).offers == ["g s a: cpus 2 {s}"])
    }

    @Test
    func `CREATE, GROW_VOLUME, SHRINK_VOLUME and DESTROY convert volumes`() throws {
        let cluster = try cluster()
        let held = volume.allocated("r")
        try cluster.play(update([disk], .create(volumes: [held])))
        let rest = Resource.disk(6).reserved("r")
        #expect(try total(cluster, [volume, rest]) == "f r a: disk 4 {r volume v}, disk 6 {r}")
        let addition = Resource.disk(1).reserved("r").allocated("r")
        try cluster.play(update([volume, rest], .growVolume(volume: held, addition: addition)))
        let grown = Resource.disk(5).reserved("r").volume("v")
        #expect(try total(cluster, [grown, .disk(5).reserved("r")]) == "f r a: disk 5 {r volume v}, disk 5 {r}")
        try cluster.play(
            update([grown], .shrinkVolume(volume: grown.allocated("r"), subtract: Quantity(thousandths: 3000))))
        let shrunk = Resource.disk(2).reserved("r").volume("v")
        try cluster.play(update([shrunk], .destroy(volumes: [shrunk.allocated("r")])))
        #expect(try total(cluster, [disk]) == "f r a: disk 10 {r}")
    }

    @Test
    func `a shared volume is destroyed only when no further copy is held`() throws {
        let cluster = try cluster()
        let shared = volume.shared().allocated("r")
        try cluster.play(update([disk], .create(volumes: [shared])))
        try cluster.play(.recover("f", "a", [.disk(6).reserved("r").allocated("r")]))
        #expect(try cluster.play(.seconds(1)).offers.count == 1, "another copy, and the rest")
        #expect(
            cluster.refusal(of: update([shared, shared], .destroy(volumes: [shared])))?.codeName
                == "FAILED_PRECONDITION")
        try cluster.play(.recover("f", "a", [shared]))
        try cluster.play(update([shared], .destroy(volumes: [shared])))
    }

    @Test
    func `a conversion that consumes nothing adds a copy and keeps the total`() throws {
        let cluster = try cluster()
        let shared = volume.shared().allocated("r")
        try cluster.play(update([disk], .create(volumes: [shared])))
        try cluster.play(
            .updateAllocation(
                framework: "f", agent: "a", offered: [shared],
                change: .conversions([ResourceConversion(consumed: [], converted: [shared])])))
        try cluster.play(.recover("f", "a", [shared, shared]))
        #expect(cluster.refusal(of: .recover("f", "a", [shared]))?.codeName == "FAILED_PRECONDITION")
    }

    @Test
    func `resources that a conversion removes leave the total`() throws {
        let cluster = try cluster()
        let consumed = Resource.cpus(1).allocated("r")
        try cluster.play(
            .updateAllocation(
                framework: "f", agent: "a", offered: [.cpus(2).allocated("r")],
                change: .conversions([ResourceConversion(consumed: [consumed], converted: [])])))
        #expect(try total(cluster, [.cpus(1)]) == "f r a: cpus 1")
    }

    @Test
    func `a conversion does not count as an allocation in the order`() throws {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "a"), .framework("g", "b"), .agent("x", .cpus(1)))
        let reserved = Resource.cpus(1).reserved(stack: [Reservation(kind: .dynamic, role: "a")]).allocated("a")
        try cluster.play(
            .updateAllocation(
                framework: "f", agent: "x", offered: [.cpus(1).allocated("a")],
                change: .operations([
                    .reserve(resources: [reserved], source: []), .unreserve(resources: [reserved]),
                ])))
        try cluster.play(.recover("f", "x", [.cpus(1).allocated("a")]))
        #expect(try cluster.play(.seconds(1)).offers == ["g b x: cpus 1"])
        try cluster.play(.recover("g", "x", [.cpus(1).allocated("b")]))
        #expect(try cluster.play(.seconds(1)).offers == ["f a x: cpus 1"], "one each, so that the name decides")
    }

    @Test
    func `update_available applies all operations to available resources, or none`() throws {
        let cluster = try TestCluster()
        try cluster.play(.agent("a", .cpus(4), used: ["x": [.cpus(3).allocated("r")]]))
        func reserve(_ units: Int64) -> Operation {
            .reserve(
                resources: [.cpus(units).reserved(stack: [Reservation(kind: .dynamic, role: "r")])], source: [])
        }
        func update(_ operations: Operation...) -> Call { .updateAvailable(agent: "a", operations: operations) }
        #expect(cluster.refusal(of: update(reserve(2)))?.codeName == "FAILED_PRECONDITION")
        #expect(cluster.refusal(of: update(reserve(1), reserve(1)))?.codeName == "FAILED_PRECONDITION")
        try cluster.play(update(reserve(1)))
        #expect(try cluster.play(.framework("f", "r")).offers == ["f r a: cpus 1 {r}"])
    }
}
