import AllocatorWorker
import TestSupport
import Testing
import YAMLConfiguration
import ZeroMQ

/// The contents of an allow-list, and the mistakes in it.
@Suite struct AllowListTests {
    private static let alice = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
    private static let bob = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"

    private func parse(_ text: String) throws -> AllowList {
        let text = text.split(separator: "ALICE", omittingEmptySubsequences: false).joined(separator: Self.alice)
        return try AllowListFile.parse(
            text.split(separator: "BOB", omittingEmptySubsequences: false).joined(separator: Self.bob),
            from: "allow.yaml")
    }

    @Test func `each key has the rights of its entry and no others`() throws {
        let list = try parse(
            """
            # who may what
            keys:
              - name: alice
                public-key: "ALICE"
                masters: [alice-1, alice-2]
                clusters: [default, other]
              - name: bob
                public-key: 'BOB'
                masters: "*"
                clusters: ["*"]
                observe: [""]
                control: true
                cluster: true
                any_master: true
            """)
        #expect(list.count == 2)
        let alice = try #require(list[Self.alice])
        let bob = try #require(list[Self.bob])
        #expect(alice.name == "alice" && !alice.hasControl && bob.hasControl)
        #expect(!alice.mayChangeCluster && !alice.mayActForAnyMaster)
        #expect(bob.mayChangeCluster && bob.mayActForAnyMaster)
        #expect(
            alice.covers(cluster: "default", master: "alice-1") && alice.covers(cluster: "other", master: "alice-2"))
        #expect(!alice.covers(cluster: "default", master: "bob") && !alice.covers(cluster: "third", master: "alice-1"))
        #expect(bob.covers(cluster: "any", master: "anyone"))
        #expect(alice.observation.grant(Array("default/runs/".utf8)) == .nothing)
        #expect(bob.observation.grant(Array("default/runs/".utf8)) == .asAsked)
        #expect(list["0123456789012345678901234567890123456789"] == nil)
    }

    @Test func `an empty list admits no key`() throws {
        #expect(try parse("keys: []").count == 0)
    }

    @Test(arguments: [
        ("", "list of keys"), ("keys:", "list of keys"), ("keys: {}", "list of keys"), ("- name: a", "list of keys"),
        ("keys: []\nmore: 1", "list of keys"), ("keys: [", "YAML"), ("keys: []\nkeys: []", "YAML"),
        (String(repeating: "[", count: 200_000), "YAML"), (String(repeating: "{a: ", count: 200_000), "YAML"),
        ("keys: [text]", "mapping"),
        ("keys: [{public-key: \"ALICE\"}]", "name"),
        ("keys: [{name: \"a/b\", public-key: \"ALICE\"}]", "name"),
        ("keys: [{name: a}]", "public-key"),
        ("keys: [{name: a, public-key: \"abc\"}]", "public-key"),
        ("keys: [{name: a, public-key: [\"ALICE\"]}]", "public-key"),
        ("keys: [{name: a, public-key: \"ALICE\", master: [m]}]", "\"master\" is no field"),
        ("keys: [{name: a, public-key: \"ALICE\", masters: m, clusters: [c]}]", "masters"),
        ("keys: [{name: a, public-key: \"ALICE\", masters: [\"a/b\"], clusters: [c]}]", "masters"),
        ("keys: [{name: a, public-key: \"ALICE\", masters: [m, \"*\"], clusters: [c]}]", "alone"),
        ("keys: [{name: a, public-key: \"ALICE\", masters: [m]}]", "clusters"),
        ("keys: [{name: a, public-key: \"ALICE\", masters: [m], clusters: [json]}]", "clusters"),
        ("keys: [{name: a, public-key: \"ALICE\", masters: [[m]], clusters: [c]}]", "masters"),
        ("keys: [{name: a, public-key: \"ALICE\", observe: [default]}]", "end in /"),
        ("keys: [{name: a, public-key: \"ALICE\", observe: [json/default/]}]", "json/"),
        ("keys: [{name: a, public-key: \"ALICE\", observe: default/}]", "observe"),
        ("keys: [{name: a, public-key: \"ALICE\", control: maybe}]", "write true"),
        ("keys: [{name: a, public-key: \"ALICE\", masters: [m], clusters: [c], cluster: c}]", "clusters"),
        ("keys: [{name: a, public-key: \"ALICE\", masters: [m], clusters: [c], any_master: [b]}]", "any_master"),
        ("keys: [{name: a, public-key: \"ALICE\", masters: [m], clusters: [c], any-master: true}]", "any_master"),
        ("keys: [{name: a, public-key: \"ALICE\", cluster: true}]", "add masters"),
        ("keys: [{name: a, public-key: \"ALICE\", any_master: true}]", "add masters"),
        ("keys: [{name: a, public-key: \"ALICE\"}, {name: a, public-key: \"BOB\"}]", "name"),
        ("keys: [{name: a, public-key: \"ALICE\"}, {name: b, public-key: \"ALICE\"}]", "public-key"),
    ])
    func `a mistake is named`(text: String, word: String) {
        let mistakes = #expect(throws: Mistakes.self) { try parse(text) }
        #expect(mistakes?.mistakes.count == 1, "\(mistakes?.description ?? "")")
        #expect(mistakes?.description.contains(word) == true, "\(mistakes?.description ?? "")")
    }

    @Test func `all mistakes are named at once, with line, entry and name`() {
        let mistakes = #expect(throws: Mistakes.self) {
            try parse(
                """
                keys:
                  - name: alice
                    public-key: "short"
                    observe: [default]
                  - name: bob
                    public-key: "BOB"
                    colour: blue
                    control: 3
                """)
        }
        let places = mistakes?.mistakes.map(\.place) ?? []
        #expect(
            places == [
                "allow.yaml:2: key 1 (alice): public-key", "allow.yaml:2: key 1 (alice): observe",
                "allow.yaml:5: key 2",
                "allow.yaml:5: key 2 (bob): control",
            ])
    }

    @Test func `its bounds are those that are named`() throws {
        func entry(_ number: Int, _ rest: String = "") -> String {
            var digits = String(number, radix: 10)
            while digits.count < CurvePublicKey.textLength { digits = "0" + digits }
            return "  - {name: k\(number), public-key: \"\(digits)\"\(rest)}\n"
        }
        let most = (0..<AllowList.maximumKeys).map { entry($0) }.joined()
        #expect(try AllowListFile.parse("keys:\n" + most, from: "allow.yaml").count == AllowList.maximumKeys)
        #expect(throws: Mistakes.self) {
            try AllowListFile.parse("keys:\n" + most + entry(AllowList.maximumKeys), from: "allow.yaml")
        }
        func names(_ count: Int) -> String { "[" + (0..<count).map { "n\($0)" }.joined(separator: ", ") + "]" }
        _ = try parse("keys:\n" + entry(1, ", masters: \(names(AllowedKey.maximumMasters)), clusters: [c]"))
        for (field, limit) in [("masters", AllowedKey.maximumMasters), ("clusters", AllowedKey.maximumClusters)] {
            #expect(throws: Mistakes.self) {
                try parse("keys:\n" + entry(1, ", \(field): \(names(limit + 1))"))
            }
        }
    }

    @Test func `a file that is not there or too large is a mistake`() throws {
        let folder = try TemporaryFolder()
        try folder.write("keys: []\n#" + String(repeating: "x", count: AllowListFile.maximumBytes), to: "worker.yaml")
        for path in ["/nowhere/allow.yaml", "\(folder.path)/worker.yaml"] {
            let mistakes = #expect(throws: Mistakes.self) { try AllowListFile.read(path) }
            #expect(mistakes?.mistakes.map(\.place) == [path])
        }
    }
}
