import AllocatorCore
import Testing

/// Offer constraints (Allocation, "5. One run", step 1).
@Suite("Offer constraints")
struct ConstraintTests {
    private static let rack = AttributeConstraint.Selector.attribute("rack")

    private static func isOffered(
        _ groups: [[AttributeConstraint]], _ change: @escaping (inout AgentDescription) -> Void
    ) throws -> Bool {
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r") { $0.offerConstraints["r"] = RoleConstraints(groups: groups) })
        return try !cluster.play(.agent("x", .cpus(1)) { change(&$0) }).offers.isEmpty
    }

    /// The results for a text `red`, for no attribute, and for an attribute that is not a text.
    @Test(
        arguments: [
            (.exists, true, false, true), (.notExists, false, true, false), (.textEquals("red"), true, false, true),
            (.textEquals("blue"), false, false, true), (.textNotEquals("red"), false, true, true),
            (.textNotEquals("blue"), true, true, true), (.textMatches("r.d"), true, false, true),
            (.textMatches("r"), false, false, true), (.textMatches(".*"), true, false, true),
            (.textNotMatches("r.d"), false, true, true), (.textNotMatches("re"), true, true, true),
        ] as [(AttributeConstraint.Predicate, Bool, Bool, Bool)])
    func `each predicate follows its truth table`(
        predicate: AttributeConstraint.Predicate, ofText: Bool, ofNothing: Bool, ofOther: Bool
    ) throws {
        let groups = [[AttributeConstraint(selector: Self.rack, predicate: predicate)]]
        #expect(
            try Self.isOffered(groups) { $0.attributes = [Attribute(name: "rack", value: .text("red"))] } == ofText)
        #expect(try Self.isOffered(groups) { _ in } == ofNothing)
        #expect(
            try Self.isOffered(groups) { $0.attributes = [Attribute(name: "RACK", value: .text("red"))] } == ofNothing)
        for value: Attribute.Value in [.scalar(Quantity(thousandths: 1)), .ranges([1...2]), .set(["red"])] {
            #expect(
                try Self.isOffered(groups) { $0.attributes = [Attribute(name: "rack", value: value)] } == ofOther)
        }
    }

    @Test
    func `hostname, region and zone are texts, and an agent without a domain lacks the last two`() throws {
        func groups(_ selector: AttributeConstraint.Selector, _ text: Name) -> [[AttributeConstraint]] {
            [[AttributeConstraint(selector: selector, predicate: .textEquals(text))]]
        }
        let domain: (inout AgentDescription) -> Void = { $0.domain = FaultDomain(region: "north", zone: "z1") }
        #expect(try Self.isOffered(groups(.hostname, "x")) { _ in })
        #expect(try !Self.isOffered(groups(.hostname, "y")) { _ in })
        #expect(try Self.isOffered(groups(.region, "north"), domain))
        #expect(try Self.isOffered(groups(.zone, "z1"), domain))
        #expect(try !Self.isOffered(groups(.zone, "north"), domain))
        #expect(try !Self.isOffered(groups(.region, "north")) { _ in })
    }

    @Test
    func `a group needs all its constraints, and a role needs one group`() throws {
        func constraint(_ name: Name) -> AttributeConstraint {
            AttributeConstraint(selector: .attribute(name), predicate: .exists)
        }
        let groups = [[constraint("a"), constraint("b")], [constraint("c")]]
        for (names, expected) in [(["a"], false), (["a", "b"], true), (["c"], true), (["b"], false)] as [([Name], Bool)]
        {
            #expect(
                try Self.isOffered(groups) {
                    $0.attributes = names.map { Attribute(name: $0, value: .text("")) }
                } == expected)
        }
    }

    @Test
    func `constraints are of one role, and the agent is offered to another role of the framework`() throws {
        let never = RoleConstraints(groups: [[AttributeConstraint(selector: Self.rack, predicate: .exists)]])
        let cluster = try TestCluster()
        try cluster.play(.framework("f", "r", "s") { $0.offerConstraints["r"] = never })
        #expect(try cluster.play(.agent("x", .cpus(1))).offers == ["f s x: cpus 1"])
        try cluster.play(.changedFramework("f", "r"), .recover("f", "x", [.cpus(1).allocated("s")]))
        #expect(try cluster.play(.seconds(1)).offers == ["f r x: cpus 1"], "and go with update_framework")
    }
}
