import AllocatorCore
import Testing

@Suite struct NearNamesTests {
    private static let known: [Name] = [
        "load-BE-1", "load-BE-2", "load-LS-1", "agent-0001", "agent-0002", "a", "prod", "prod/web", "Straße",
    ]

    @Test(arguments: [
        ("load-LS-2", "load-BE-2 is two away, load-LS-1 one", ["load-LS-1"]),
        ("laod-BE-1", "neighbours exchanged", ["load-BE-1", "load-BE-2"]),
        ("agent-001", "one missing", ["agent-0001", "agent-0002"]),
        ("agent-00002", "one too many", ["agent-0002", "agent-0001"]),
        ("PROD", "another case", ["prod"]), ("A", "another case", ["a"]),
        ("b", "of one byte only another case is near", []), ("Strasse", "two bytes for one letter", ["Straße"]),
        ("prdo/wbe", "two exchanges", ["prod/web"]), ("elsewhere", "nothing near", []), ("", "nothing at all", []),
    ])
    func `a slip finds what was meant`(name: String, why: String, expected: [String]) {
        let found = NearNames(to: Name(name), among: Self.known).names.map(\.string)
        #expect(
            Array(found.prefix(expected.count)) == expected && (found.isEmpty || !expected.isEmpty), "\(why): \(found)")
    }

    @Test func `the order in which names come makes no difference, and few are told`() {
        let known = (0..<3_000).map { Name("agent-\(10_000 + $0)") }
        let one = NearNames(to: "agent-1150x", among: known)
        let other = NearNames(to: "agent-1150x", among: known.reversed())
        #expect(one.names == other.names && one.names == ["agent-11500", "agent-11501", "agent-11502"])
        #expect(one.question == "did you mean 'agent-11500', 'agent-11501' or 'agent-11502'?")
    }

    @Test func `what is far in the order of names is not compared`() {
        let between = (0..<NearNames.maximumCandidates).map { Name("b\(10_000 + $0)") }
        #expect(NearNames(to: "agent", among: between + ["Agent"]).names.isEmpty == false)
        #expect(NearNames(to: "c10", among: ["a10"] + between).names.isEmpty)
    }

    @Test func `names that are longer than any that is typed are not compared`() {
        let long = Name(String(repeating: "x", count: 1_000_000))
        #expect(NearNames(to: long, among: [long]).names.isEmpty)
    }
}
