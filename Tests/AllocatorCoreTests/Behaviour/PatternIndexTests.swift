import AllocatorCore
import AllocatorTesting
import Testing

/// The index of regular expressions against plain matching: the invariants match every pattern against every text.
@Suite("Index of regular expressions") struct PatternIndexTests {
    private static let patterns = ["a.*", ".*b", "[abc]+", "", "a|b", ".", "(a|b)c?", "x{2,3}"]
    private static let texts: [Name] = ["", "a", "b", "ab", "abc", "c", "xx", "xxxx", "é"]
    private static let selectors: [AttributeConstraint.Selector] = [
        .hostname, .region, .zone, .attribute("rack"), .attribute("row"),
    ]

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `the index gives the results of matching, whatever is added and removed`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let cluster = try TestCluster()
        var (agents, frameworks) = (Set<Name>(), Set<Name>())
        for _ in 0..<60 {
            let agent = Name("agent-\(Int.random(in: 0..<6, using: &random))")
            let framework = Name("framework-\(Int.random(in: 0..<4, using: &random))")
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                let description = Self.description(&random)
                let isNew = agents.insert(agent).inserted
                try cluster.play(
                    isNew
                        ? .agent(agent, .cpus(1)) { description(&$0) } : .changedAgent(agent) { description(&$0) })
            case 2: if agents.remove(agent) != nil { try cluster.play(.removeAgent(agent)) }
            case 3, 4:
                let constraints = Self.constraints(&random)
                let isNew = frameworks.insert(framework).inserted
                try cluster.play(
                    isNew
                        ? .framework(framework, "r", "s") { $0.offerConstraints = constraints }
                        : .changedFramework(framework, "r", "s") { $0.offerConstraints = constraints })
            default: if frameworks.remove(framework) != nil { try cluster.play(.removeFramework(framework)) }
            }
            #expect(cluster.allocator.brokenInvariants().isEmpty, "seed \(seed)")
        }
    }

    private static func description(_ random: inout SplitMix64) -> (inout AgentDescription) -> Void {
        let hostname = texts.randomElement(using: &random) ?? ""
        let domain = Bool.random(using: &random) ? FaultDomain(region: hostname, zone: "a") : nil
        var attributes: [Attribute] = []
        for name: Name in ["rack", "row"] where Bool.random(using: &random) {
            let text = texts.randomElement(using: &random) ?? ""
            attributes.append(Attribute(name: name, value: Bool.random(using: &random) ? .text(text) : .set([text])))
        }
        return { [attributes] in ($0.hostname, $0.domain, $0.attributes) = (hostname, domain, attributes) }
    }

    private static func constraints(_ random: inout SplitMix64) -> [Name: RoleConstraints] {
        var constraints: [Name: RoleConstraints] = [:]
        for role: Name in ["r", "s"] where Bool.random(using: &random) {
            let group = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                let pattern = patterns.randomElement(using: &random) ?? ""
                return AttributeConstraint(
                    selector: selectors.randomElement(using: &random) ?? .hostname,
                    predicate: Bool.random(using: &random) ? .textMatches(pattern) : .textNotMatches(pattern))
            }
            constraints[role] = RoleConstraints(groups: [group])
        }
        return constraints
    }

    @Test
    func `a refused framework leaves no pattern behind`() throws {
        var limits = AllocatorLimits()
        limits.roles = 1
        let cluster = try TestCluster(limits: limits)
        try cluster.play(.agent("a", .cpus(1)))
        let constraints = RoleConstraints(groups: [
            [AttributeConstraint(selector: .hostname, predicate: .textMatches("a"))]
        ])
        #expect(cluster.refusal(of: .framework("f", "r", "s") { $0.offerConstraints["r"] = constraints }) != nil)
        #expect(cluster.allocator.brokenInvariants().isEmpty)
        try cluster.play(.framework("f", "r") { $0.offerConstraints["r"] = constraints })
    }
}
