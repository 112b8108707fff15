import AllocatorCore
import Testing

/// Which roles a framework has, said in one way, and nothing for any other role (Allocation, "6. Calls").
@Suite("Roles of a framework") struct FrameworkRoleTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let says: String
        let description: FrameworkDescription

        init(_ name: String, says: String, _ change: (inout FrameworkDescription) -> Void) {
            testDescription = name
            self.says = says
            var description = FrameworkDescription(id: "f", roles: ["r", "s"], capabilities: [.multiRole])
            change(&description)
            self.description = description
        }
    }

    private static let constraints = RoleConstraints(
        groups: [[AttributeConstraint(selector: .hostname, predicate: .exists)]])

    static let all: [Bad] = [
        Bad("roles without MULTI_ROLE", says: "MULTI_ROLE") { $0.capabilities = [.gpuResources] },
        Bad("roles without MULTI_ROLE, beside a role", says: "MULTI_ROLE") {
            $0.capabilities = []
            $0.role = "r"
        },
        Bad("a role beside roles", says: "framework.role is set") { $0.role = "r" },
        Bad("a role alone with MULTI_ROLE", says: "framework.role is set") {
            $0.role = "r"
            $0.roles = []
        },
        Bad("a role twice", says: "twice") { $0.roles = ["r", "s", "r"] },
        Bad("a suppressed role of others", says: "suppressed role 't'") { $0.suppressedRoles = ["r", "t"] },
        Bad("the default role suppressed with MULTI_ROLE", says: "suppressed role '*'") { $0.suppressedRoles = ["*"] },
        Bad("a parent of its role suppressed", says: "suppressed role 'r'") {
            $0.roles = ["r/x"]
            $0.suppressedRoles = ["r"]
        },
        Bad("offer filters of a role of others", says: "offer_filters has role 't'") {
            $0.minimumAllocatableResources = ["r": [], "t": []]
        },
        Bad("offer constraints of a role of others", says: "offer_constraints has role 't'") {
            $0.offerConstraints = ["r": constraints, "t": constraints]
        },
        Bad("offer constraints of another role without MULTI_ROLE", says: "offer_constraints has role 'r'") {
            $0.capabilities = []
            $0.roles = []
            $0.offerConstraints = ["r": constraints]
        },
    ]

    @Test(arguments: all) func `what contradicts them is refused, and changes nothing`(bad: Bad) throws {
        let cluster = try TestCluster()
        let before = try #require(cluster.refusal(of: .addFramework(bad.description, used: [:], isActive: true)))
        #expect(before.code == 1 && before.message.contains(bad.says), "\(before.message)")
        let good = FrameworkDescription(id: "f", roles: ["r"], capabilities: [.multiRole])
        try cluster.play(.addFramework(good, used: [:], isActive: true))
        let update = try #require(cluster.refusal(of: .updateFramework(bad.description)))
        #expect(update == before)
    }

    @Test func `a framework without MULTI_ROLE has its one role, and by default that of all`() throws {
        let cluster = try TestCluster()
        for (id, role) in [("f", nil), ("g", "r"), ("h", "*")] as [(Name, Name?)] {
            var description = FrameworkDescription(id: id, role: role)
            description.suppressedRoles = [role ?? "*"]
            description.offerConstraints = [role ?? "*": Self.constraints]
            description.minimumAllocatableResources = [role ?? "*": []]
            #expect(cluster.refusal(of: .addFramework(description, used: [:], isActive: true)) == nil)
        }
    }
}
