import AllocatorTesting
import AllocatorWire
import Testing

@Suite struct TopicTests {
    static let examples: [(String, Topic)] = [
        ("default/offers/m1/f1/", .offers(cluster: "default", master: "m1", framework: "f1")),
        ("default/inverse-offers/m1/f1/", .inverseOffers(cluster: "default", master: "m1", framework: "f1")),
        ("default/rescinds/m1/f1/", .rescinds(cluster: "default", master: "m1", framework: "f1")),
        ("default/replies/m1/", .replies(cluster: "default", master: "m1")),
        ("default/acks/m1/", .acks(cluster: "default", master: "m1")),
        ("default/runs/", .runs(cluster: "default")),
        ("default/events/", .events(cluster: "default")),
        ("rejects/", .rejects),
        ("heartbeat/", .heartbeat),
        ("metrics/", .metrics),
        ("c/offers/m/a%2Fb%25c%252F/", .offers(cluster: "c", master: "m", framework: "a/b%c%2F")),
        ("c/offers/m//", .offers(cluster: "c", master: "m", framework: "")),
        ("c/offers/m/Größe/", .offers(cluster: "c", master: "m", framework: "Größe")),
    ]

    @Test(arguments: examples) func `a topic has one form`(text: String, topic: Topic) throws {
        #expect(topic.bytes(.binary) == Array(text.utf8))
        #expect(topic.bytes(.json) == Array("json/\(text)".utf8))
        for encoding in WireEncoding.allCases {
            let parsed = try #require(Topic.parse(topic.bytes(encoding)))
            #expect(parsed.topic == topic)
            #expect(parsed.encoding == encoding)
        }
    }

    @Test(arguments: [
        "", "/", "json/", "default", "default/", "default/runs", "default/runs//", "default/runs/m1/",
        "default/offers/m1/",
        "default/offers/m1/f1", "default/offers/m1/f1/x/", "default/nothing/m1/", "rejects", "heartbeat/x/", "metrics",
        "metrics/x/", "runs/",
        "json/json/default/runs/", "default/replies/%/", "default/replies/%2/", "default/replies/%2f/",
        "default/replies/%41/", "default/rejects/", "default/replies/%2F",
    ])
    func `no other text is read as a topic`(text: String) {
        #expect(Topic.parse(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        ("default/offers/", Topic.Kind.offers), ("json/default/acks/m1/", .acks),
        ("c/inverse-offers/m/f/", .inverseOffers),
        ("c/runs/", .runs), ("heartbeat/", .heartbeat), ("json/metrics/", .metrics), ("", nil), ("json/", nil),
        ("default/", nil), ("default/offers", nil), ("default/nothing/", nil), ("default/heartbeat/", nil), ("/", nil),
    ])
    func `a prefix of a topic is of the kind that it names completely`(prefix: String, kind: Topic.Kind?) {
        #expect(Topic.kind(ofPrefix: Array(prefix.utf8)) == kind)
    }

    @Test func `a topic that is not UTF-8 is not read`() {
        #expect(Topic.parse(Array("c/replies/".utf8) + [0xC3, 0x28] + Array("/".utf8)) == nil)
    }

    @Test func `the prefix of a topic matches whole names only`() {
        let prefix = Topic.prefix(cluster: "c", kind: .offers, master: "m1", .binary)
        #expect(prefix == Array("c/offers/m1/".utf8))
        #expect(Topic.offers(cluster: "c", master: "m1", framework: "f").bytes(.binary).starts(with: prefix))
        #expect(!Topic.offers(cluster: "c", master: "m10", framework: "f").bytes(.binary).starts(with: prefix))
        #expect(Topic.prefix(cluster: "c", .json) == Array("json/c/".utf8))
        #expect(Topic.prefix(cluster: "c", kind: .runs, .json) == Topic.runs(cluster: "c").bytes(.json))
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>) func `any id survives in a topic`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let alphabet = Array("ab/%2F5 .é𝄞json")
        for _ in 0..<500 {
            let ids = (0..<2).map { _ in
                String(
                    (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                        alphabet.randomElement(using: &generator) ?? "a"
                    })
            }
            let topic = Topic.offers(cluster: "c", master: ids[0], framework: ids[1])
            for encoding in WireEncoding.allCases {
                let parsed = Topic.parse(topic.bytes(encoding))
                #expect(parsed?.topic == topic && parsed?.encoding == encoding, "seed \(seed)")
            }
        }
    }
}

@Suite struct WireNameTests {
    @Test(arguments: ["m", "M-1_a.b", "-", ".", String(repeating: "x", count: 255)])
    func `a valid name is accepted in a topic`(name: String) {
        #expect(WireName.isValidMaster(name))
        #expect(WireName.isValidCluster(name))
    }

    @Test(arguments: ["", " ", "a b", "a/b", "a%b", "ä", "a\0", "a\n", String(repeating: "x", count: 256)])
    func `an invalid name is refused in a topic`(name: String) {
        #expect(!WireName.isValidMaster(name))
        #expect(!WireName.isValidCluster(name))
    }

    @Test(arguments: ["json", "rejects", "heartbeat", "metrics"])
    func `a word that begins other topics names no cluster`(name: String) {
        #expect(WireName.isValidMaster(name))
        #expect(!WireName.isValidCluster(name))
    }
}
