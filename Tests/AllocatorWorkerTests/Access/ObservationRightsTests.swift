import AllocatorTesting
import AllocatorWire
import AllocatorWorker
import Testing

/// Which topics a key may observe, and what comes of asking for more.
@Suite struct ObservationRightsTests {
    private static func rights(
        _ topics: [String] = [], masters: NameScope = .some([]), clusters: NameScope = .some([])
    ) -> ObservationRights {
        ObservationRights(topics: topics.map { Array($0.utf8) }, masters: masters, clusters: clusters)
    }

    private static func text(_ grant: ObservationRights.Grant) -> [String]? {
        switch grant {
        case .asAsked: nil
        case .narrowed(let prefixes): prefixes.map { String(decoding: $0, as: UTF8.self) }.sorted()
        case .nothing: []
        case .tooMany: ["too many"]
        }
    }

    struct Case: Sendable {
        let rights: ObservationRights
        let asked: String
        /// Nil: as asked.
        let given: [String]?
    }

    private static let all = rights([""])
    private static let runs = rights(["default/runs/", "metrics/"])
    private static let master = rights(masters: .some(["m1"]), clusters: .some(["c"]))
    private static let masterAnywhere = rights(masters: .some(["m1"]), clusters: .all)
    private static let everyMaster = rights(masters: .all, clusters: .some(["c"]))

    static let cases: [Case] = [
        Case(rights: all, asked: "", given: nil), Case(rights: all, asked: "json/", given: nil),
        Case(rights: all, asked: "rejects/", given: nil), Case(rights: all, asked: "j", given: nil),
        Case(rights: runs, asked: "default/runs/", given: nil),
        Case(rights: runs, asked: "json/default/runs/", given: nil),
        Case(rights: runs, asked: "default/runs/more", given: nil),
        Case(rights: runs, asked: "default/run", given: ["default/runs/"]),
        Case(rights: runs, asked: "default/", given: ["default/runs/"]),
        Case(rights: runs, asked: "json/default/", given: ["json/default/runs/"]),
        Case(rights: runs, asked: "json/", given: ["json/default/runs/", "json/heartbeat/", "json/metrics/"]),
        Case(
            rights: runs, asked: "",
            given: [
                "default/runs/", "heartbeat/", "json/default/runs/", "json/heartbeat/", "json/metrics/", "metrics/",
            ]),
        // The beginning of a cluster's name, and of json/.
        Case(rights: runs, asked: "j", given: ["json/default/runs/", "json/heartbeat/", "json/metrics/"]),
        Case(rights: runs, asked: "default/offers/", given: []), Case(rights: runs, asked: "rejects/", given: []),
        Case(rights: runs, asked: "default/runs", given: ["default/runs/"]),
        Case(rights: runs, asked: "heartbeat/", given: nil), Case(rights: runs, asked: "json/heartbeat/", given: nil),
        Case(rights: runs, asked: "m", given: ["metrics/"]), Case(rights: runs, asked: "\u{0}", given: []),
        Case(rights: master, asked: "c/offers/m1/", given: nil), Case(rights: master, asked: "c/acks/m1/", given: nil),
        Case(rights: master, asked: "c/inverse-offers/m1/f1/", given: nil),
        Case(rights: master, asked: "json/c/replies/m1/", given: nil),
        Case(rights: master, asked: "c/rescinds/m1/", given: nil),
        Case(rights: master, asked: "c/offers/m10/", given: []), Case(rights: master, asked: "c/offers/m2/", given: []),
        Case(rights: master, asked: "d/offers/m1/", given: []), Case(rights: master, asked: "c/runs/", given: []),
        Case(rights: master, asked: "c/events/m1/", given: []),
        // Without its end, the name of a master may be that of another.
        Case(rights: master, asked: "c/offers/m1", given: ["c/offers/m1/"]),
        Case(rights: master, asked: "c/offers/", given: ["c/offers/m1/"]),
        Case(
            rights: master, asked: "c/",
            given: ["c/acks/m1/", "c/inverse-offers/m1/", "c/offers/m1/", "c/replies/m1/", "c/rescinds/m1/"]),
        Case(rights: masterAnywhere, asked: "any/offers/m1/", given: nil),
        Case(rights: masterAnywhere, asked: "any/offers/", given: ["any/offers/m1/"]),
        Case(rights: masterAnywhere, asked: "", given: ["heartbeat/", "json/heartbeat/"]),
        Case(rights: everyMaster, asked: "c/offers/", given: nil),
        Case(rights: everyMaster, asked: "c/offers/anyone/", given: nil),
        Case(rights: everyMaster, asked: "c/runs/", given: []),
        Case(rights: everyMaster, asked: "c/o", given: ["c/offers/"]),
        Case(rights: rights(), asked: "", given: ["heartbeat/", "json/heartbeat/"]),
        Case(rights: rights(), asked: "default/", given: []),
    ]

    @Test(arguments: cases) func `a subscription is given as asked, narrowed or not`(example: Case) {
        let grant = example.rights.grant(Array(example.asked.utf8))
        #expect(Self.text(grant) == example.given, "\(example.asked)")
    }

    @Test func `what would be narrowed to very many is not given`() {
        let many = Self.rights(
            masters: .some(Set((0..<AllowedKey.maximumMasters).map { "m\($0)" })),
            clusters: .some(Set((0..<AllowedKey.maximumClusters).map { "c\($0)" })))
        #expect(many.grant([]) == .tooMany)
        #expect(many.grant(Array("c1/offers/m1/".utf8)) == .asAsked)
    }

    /// Whether a topic may be observed, said as plainly as the allow-list has it.
    private static func mayObserve(_ topic: Topic, _ rights: ObservationRights) -> Bool {
        let name = topic.bytes(.binary)
        if rights.topics.contains(where: { name.starts(with: $0) }) { return true }
        switch topic {
        case .heartbeat: return true
        case .offers(let cluster, let master, _), .inverseOffers(let cluster, let master, _),
            .rescinds(let cluster, let master, _), .replies(let cluster, let master), .acks(let cluster, let master):
            return rights.clusters.covers(cluster) && rights.masters.covers(master)
        case .runs, .events, .rejects, .metrics: return false
        }
    }

    private static let topics: [Topic] =
        ["a", "ab", "j"].flatMap { cluster in
            ["m", "m1", "n"].flatMap { master in
                [
                    .offers(cluster: cluster, master: master, framework: "f/1"),
                    .inverseOffers(cluster: cluster, master: master, framework: "f"),
                    .rescinds(cluster: cluster, master: master, framework: "f"),
                    .replies(cluster: cluster, master: master), .acks(cluster: cluster, master: master),
                ] as [Topic]
            } + [.runs(cluster: cluster), .events(cluster: cluster)]
        } + [.rejects, .heartbeat, .metrics]

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what is delivered is what was asked for and may be observed, whatever is asked for`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func scope(_ names: [String]) -> NameScope {
            Int.random(in: 0..<4, using: &random) == 0
                ? .all : .some(Set(names.filter { _ in Bool.random(using: &random) }))
        }
        func prefix(of topic: Topic, _ encoding: WireEncoding) -> [UInt8] {
            let bytes = topic.bytes(encoding)
            return Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
        }
        for _ in 0..<100 {
            let listed = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                let whole = prefix(of: Self.topics.randomElement(using: &random)!, .binary)
                return Array(whole.prefix((whole.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1))
            }
            let rights = ObservationRights(
                topics: listed, masters: scope(["m", "m1", "n"]), clusters: scope(["a", "ab", "j"]))
            let encoding = WireEncoding.allCases.randomElement(using: &random)!
            let asked = prefix(of: Self.topics.randomElement(using: &random)!, encoding)
            let given: [[UInt8]] =
                switch rights.grant(asked) {
                case .asAsked: [asked]
                case .narrowed(let prefixes): prefixes
                case .nothing, .tooMany: []
                }
            for topic in Self.topics {
                for encoding in WireEncoding.allCases {
                    let name = topic.bytes(encoding)
                    let isDelivered = given.contains { name.starts(with: $0) }
                    let isWanted = name.starts(with: asked) && Self.mayObserve(topic, rights)
                    // Rights to all clusters or masters are no prefixes that one could be narrowed to.
                    let isExact = rights.clusters != .all
                    #expect(
                        isExact ? isDelivered == isWanted : !isDelivered || isWanted,
                        "\(topic) of \(String(decoding: asked, as: UTF8.self)), seed \(seed), \(rights)")
                }
            }
        }
    }
}
