import AllocatorCore
import Testing

@Suite("Agent table")
struct AgentTableTests {
    private static let hostnames: [Name] = ["one", "two", "three"]

    /// The plain model of an agent.
    private struct Entry {
        var hostname: Name
        var isActivated = true
        var isLeaving = false
        var revocable: Int64 = 0
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the sets and sums of the agent table follow the agents through random changes`(seed: UInt64) throws {
        var random = Seeded(seed)
        var kinds = Kinds()
        var table = AgentTable()
        var model: [Name: Entry] = [:]
        var whitelist: Set<Name>?
        for _ in 0..<300 {
            let id = Name("a\(Int.random(in: 0..<12, using: &random))")
            let hostname = try #require(Self.hostnames.randomElement(using: &random))
            switch (Int.random(in: 0..<7, using: &random), table.slot(of: id)) {
            case (0, let slot?):
                table.change(slot) { $0.setTotal(Resources()) }
                table.remove(slot)
                model[id] = nil
            case (1, let slot?):
                table.setDescription(AgentDescription(id: id, hostname: hostname), of: slot)
                model[id]?.hostname = hostname
            case (2, let slot?):
                let isActivated = Bool.random(using: &random)
                table.setActivated(isActivated, of: slot)
                model[id]?.isActivated = isActivated
            case (3, let slot?):
                let isLeaving = Bool.random(using: &random)
                table.setMaintenance(isLeaving ? Maintenance(Unavailability(start: 1)) : nil, of: slot)
                model[id]?.isLeaving = isLeaving
            case (4, let slot?):
                let units = Int64.random(in: 0..<5, using: &random)
                let total = kinds.intern([.cpus(1), .cpus(units).revocable()])
                table.change(slot) { $0.setTotal(total) }
                model[id]?.revocable = units * 1000
            case (5, _):
                whitelist = Bool.random(using: &random) ? nil : [hostname, "four"]
                table.setWhitelist(whitelist)
            case (_, nil):
                _ = table.insert(AgentDescription(id: id, hostname: hostname))
                model[id] = Entry(hostname: hostname)
            default: break
            }
            check(table, model, whitelist, &kinds)
        }
    }

    private func check(_ table: AgentTable, _ model: [Name: Entry], _ whitelist: Set<Name>?, _ kinds: inout Kinds) {
        #expect(table.brokenInvariants() == [])
        let ids = model.keys.sorted()
        #expect(table.sorted.map { table[$0].id } == ids)
        #expect(table.sorted == ids.compactMap { table.slot(of: $0) })
        let eligible = ids.filter { id in
            model[id].map { $0.isActivated && whitelist?.contains($0.hostname) ?? true } ?? false
        }
        #expect(table.sorted.filter { table.isEligible($0) }.map { table[$0].id } == eligible)
        #expect(table.ineligibleCount == ids.count - eligible.count)
        #expect(Set(table.inMaintenance.slots.map { table[$0].id }) == Set(ids.filter { model[$0]?.isLeaving == true }))
        let revocable = model.values.reduce(0) { $0 + $1.revocable }
        #expect(table.availableRevocable == kinds.quantities(["cpus": revocable]))
    }

    @Test
    func `a position in the order by id is found for known and unknown ids`() {
        var table = AgentTable()
        for id in ["c", "a", "e"] as [Name] { _ = table.insert(AgentDescription(id: id)) }
        #expect((["a", "b", "c", "f"] as [Name]).map { table.position(notBefore: $0) } == [0, 1, 1, 3])
        #expect((["a", "b", "c", "f"] as [Name]).map { table.position(after: $0) } == [1, 1, 2, 3])
        #expect(table.sortedByID(table.slots.map { $0 }) == table.sorted)
    }
}
