import AllocatorCore
import Testing

@Suite("Names of roles")
struct RoleNameTests {
    @Test(
        arguments: [
            ("", "no name"), ("/a", "begins or ends"), ("a/", "begins or ends"), ("a//b", "begins or ends"),
            ("/", "begins or ends"), (".", "'.'"), ("a/.", "'.'"), ("..", "'..'"), ("a/../b", "'..'"), ("*/a", "'*'"),
            ("a/*", "'*'"), ("-a", "'-'"), ("a/-b", "'-'"), ("a b", "white space"), ("a\tb", "white space"),
            ("a\nb", "white space"), ("a\u{0B}b", "white space"), ("a\u{0C}b", "white space"), ("a\rb", "white space"),
            ("a\u{7F}b", "white space"), (String(repeating: "r", count: 1025), "longer than 1024"),
        ] as [(String, String)])
    func `names of roles that Allocation rules out are refused`(role: String, says: String) throws {
        let cluster = try TestCluster()
        for call in [
            Call.framework("f", Name(role)), .weight(Name(role), 1), .quota(Name(role)),
            .agent("a", .cpus(1).reserved(Name(role))),
        ] {
            let refusal = cluster.refusal(of: call)
            #expect(refusal?.codeName == "INVALID_ARGUMENT")
            #expect(refusal?.message.contains(says) == true)
        }
    }

    @Test(arguments: [
        "*", "a", "a/b", "a.b", "...", "a-", "**", "a*", "é", "\u{A0}", "a\u{8}b",
        String(repeating: "r/", count: 31) + "r", String(repeating: "r", count: 1024),
    ])
    func `all other names of roles are accepted`(role: String) throws {
        let cluster = try TestCluster()
        let offers = try cluster.play(.framework("f", Name(role)), .agent("a", .cpus(1))).offers
        #expect(offers == ["f \(role) a: cpus 1"])
    }
}
