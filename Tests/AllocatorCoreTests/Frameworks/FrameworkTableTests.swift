import AllocatorCore
import Testing

@Suite("Framework table")
struct FrameworkTableTests {
    private typealias Order = FairOrder<FrameworkClient>

    private static let masters = [
        Framework.Master(name: "m", isListening: true), Framework.Master(name: "n", isListening: false),
    ]
    private static let roles: [RoleSlot] = [Slot(1), Slot(2), Slot(3)]

    /// The plain model of a framework that was added.
    private struct Entry {
        var master: String
        /// The number of agents by role.
        var agents: [RoleSlot: Int] = [:]
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the ids, counts and masters of the framework table follow random changes`(seed: UInt64) throws {
        var random = Seeded(seed)
        var table = FrameworkTable()
        var orders = [Order](repeating: Order(), count: 4)
        var model: [Name: Entry] = [:]
        for _ in 0..<400 {
            let id = Name("f\(Int.random(in: 0..<10, using: &random))")
            let role = try #require(Self.roles.randomElement(using: &random))
            let master = try #require(Self.masters.randomElement(using: &random))
            switch (Int.random(in: 0..<5, using: &random), table.addedSlot(of: id)) {
            case (_, nil):
                _ = table.add(id, isActive: true, by: master)
                model[id] = Entry(master: master.name)
            case (0, let slot?):
                if let agents = model[id]?.agents[role], agents > 0 {
                    table.removeHolding(in: role, of: slot)
                    model[id]?.agents[role] = agents - 1
                }
            case (1, let slot?):
                table.entrust(slot, to: master)
                model[id]?.master = master.name
            case (2, let slot?) where table[slot].holdingCount == 0:
                for membership in table[slot].memberships { table.removeMembership(in: membership.role, of: slot) }
                table.remove(slot)
                model[id] = nil
            case (_, let slot?):
                if table[slot].membership(in: role) == nil {
                    let place = orders[role.index].insert(FrameworkClient(slot), name: id, isActive: true)
                    table.addMembership(in: role, at: place, of: slot)
                }
                table.recordHolding(in: role, of: slot)
                model[id]?.agents[role, default: 0] += 1
            }
            check(table, model)
        }
    }

    private func check(_ table: FrameworkTable, _ model: [Name: Entry]) {
        #expect(table.brokenInvariants() == [])
        #expect(table.addedCount == model.count)
        #expect(Set(table.added.map { table[$0].id }) == Set(model.keys))
        for (id, entry) in model {
            guard let slot = table.addedSlot(of: id) else { continue }
            #expect(table[slot].holdingCount == entry.agents.values.reduce(0, +))
            for (role, agents) in entry.agents { #expect(table[slot].membership(in: role)?.agents == agents) }
        }
        #expect(table.masters == Set(model.values.map(\.master)).sorted())
        for master in Self.masters {
            let owned = Set(table.slots(ofMaster: master.name).map { table[$0].id })
            #expect(owned == Set(model.filter { $0.value.master == master.name }.keys))
        }
    }

    @Test
    func `a framework that was not added is found by its id, and adding it keeps its slot`() {
        var table = FrameworkTable()
        let slot = table.intern("f")
        table.recordHolding(in: Slot(1), of: slot)
        #expect(table.slot(of: "f") == slot && table.addedSlot(of: "f") == nil)
        #expect((table.count, table.addedCount) == (1, 0) && table.brokenInvariants() == [])
        #expect(table.add("f", isActive: false, by: Self.masters[0]) == slot)
        table.resetHoldings(of: slot)
        #expect((table.count, table.addedCount) == (1, 1) && table.brokenInvariants() == [])
    }

    @Test
    func `a framework is active in the subscribed roles that are not suppressed, while its master listens`() {
        var table = FrameworkTable()
        let slot = table.add("f", isActive: true, by: Self.masters[0])
        table.setRoles([Slot(1), Slot(2)], suppressed: [Slot(2)], of: slot)
        #expect(Self.roles.map { table[slot].isActive(in: $0) } == [true, false, false])
        table.suppress([Slot(1)], of: slot)
        table.revive([Slot(2)], of: slot)
        #expect(Self.roles.map { table[slot].isActive(in: $0) } == [false, true, false])
        table.entrust(slot, to: Self.masters[1])
        #expect(!table[slot].isActive(in: Slot(2)))
        table.entrust(slot, to: Self.masters[0])
        table.setActive(false, of: slot)
        #expect(!table[slot].isActive(in: Slot(2)))
    }
}
