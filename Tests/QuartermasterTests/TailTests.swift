import AllocatorClient
import AllocatorLoad
import AllocatorWire
import Foundation
import SwiftProtobuf
import Testing
import quartermaster

@Suite("Tail")
struct TailTests {
    private func lines(
        _ topic: Topic, coloured: Bool = false, in width: LineWidth = .terminal(columns: 80),
        _ fill: (inout WirePublication) -> Void
    ) -> [String] {
        var publication = WirePublication()
        publication.timeNs = 1_700_000_000_123_000_000
        fill(&publication)
        return PublicationText(ReceivedPublication(topic: topic, publication: publication), in: width)
            .lines(coloured: coloured)
    }

    private let offers = Topic.offers(cluster: "default", master: "m1", framework: "f1")

    private func offer(agents: Int, name: String = "agent") -> WireOfferBatch {
        .with {
            $0.frameworkID = "f1"
            $0.roles = [
                .with {
                    $0.role = "web"
                    $0.agents = (1...agents).map { number in
                        .with {
                            $0.agentID = "\(name)-\(number)"
                            $0.resources = [
                                .with {
                                    $0.name = "cpus"
                                    $0.type = .scalar
                                    $0.scalar.value = 1.5
                                },
                                .with {
                                    $0.name = "ports"
                                    $0.type = .ranges
                                    $0.ranges.range = [
                                        .with {
                                            $0.begin = 1
                                            $0.end = 9
                                        }
                                    ]
                                },
                            ]
                        }
                    }
                }
            ]
        }
    }

    @Test
    func `an offer is a line, with one for each of its first agents`() {
        #expect(
            lines(offers) { $0.offers = offer(agents: 5) } == [
                "22:13:20.123 offer    default/m1 to f1 on 5 agents",
                "    web: agent-1 cpus:1.5, ports:[1-9]",
                "    web: agent-2 cpus:1.5, ports:[1-9]",
                "    web: agent-3 cpus:1.5, ports:[1-9]",
                "    … and 2 more",
            ])
    }

    @Test
    func `under a virtual clock the time is the elapsed time`() {
        let lines = lines(.runs(cluster: "default")) {
            $0.timeNs = 61_500_000_000
            $0.run.number = 7
            $0.run.agents = 3
            $0.run.durationNs = 1_250_000
        }
        #expect(lines == ["    61.500 s run      default #7: 3 agents, 0 offers to 0 frameworks in 1.25 ms"])
    }

    @Test
    func `colors end in the line where they begin, and appear only if they are wanted`() {
        let plain = lines(offers) { $0.offers = offer(agents: 1) }
        let coloured = lines(offers, coloured: true) { $0.offers = offer(agents: 1) }
        #expect(!plain.joined().contains("\u{1B}"))
        #expect(coloured[0] == "22:13:20.123 \u{1B}[32moffer\u{1B}[0m    default/m1 to f1 on 1 agent")
    }

    @Test
    func `long names and names that try to control the terminal are cut and escaped`() {
        let name = "\u{1B}[2J\r\n\u{202E}" + String(repeating: "é", count: 500)
        let all = [
            lines(.offers(cluster: name, master: name, framework: name)) { $0.offers = offer(agents: 4, name: name) },
            lines(.heartbeat) { $0.heartbeat.worker = name },
            lines(.metrics) { $0.metrics.families = [.with { $0.name = name }] },
            lines(.events(cluster: name)) {
                $0.event.master = name
                $0.event.recoverResources.agentID = name
            },
            lines(.runs(cluster: name)) { $0.run.durationNs = .min },
            lines(.acks(cluster: name, master: name)) { _ in },
        ]
        let faults = [
            lines(.replies(cluster: name, master: name)) {
                $0.reply.call = name
                $0.reply.error.message = name
            },
            lines(.rejects) { $0.reject.reason = name },
        ]
        #expect(all.joined().allSatisfy { $0.count <= 80 })
        for line in faults.joined() {
            #expect(line.contains(String(repeating: "é", count: 500)), "errors are whole")
        }
        for line in (all + faults).joined() {
            #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{202E}" })
        }
    }

    @Test(arguments: [nil, 40, 80, 300])
    func `a file gets complete lines, and a terminal lines of its width`(columns: Int?) throws {
        let name = String(repeating: "n", count: 200)
        let width = columns.map { LineWidth.terminal(columns: $0) } ?? .unbounded
        let lines = lines(offers, in: width) { $0.offers = offer(agents: 3, name: name) }
        let longest = try #require(lines.map(\.count).max())
        #expect(longest == min(columns ?? .max, 4 + "web: \(name)-1 cpus:1.5, ports:[1-9]".count))
    }

    @Test
    func `memory has its unit`() {
        var batch = offer(agents: 1)
        batch.roles[0].agents[0].resources[0].name = "mem"
        batch.roles[0].agents[0].resources[0].scalar.value = 1_536
        #expect(lines(offers) { $0.offers = batch }.last == "    web: agent-1 mem:1.5 GiB, ports:[1-9]")
    }

    @Test
    func `a prefix of topics of both encodings subscribes to JSON alone`() {
        #expect(PublicationPrinter.subscriptions([]) == ["json/"])
        #expect(
            PublicationPrinter.subscriptions(["default/offers/", "heartbeat/"]) == ["default/offers/", "heartbeat/"])
        #expect(PublicationPrinter.subscriptions(["j"]) == ["json/j"])
        #expect(PublicationPrinter.subscriptions(["", "default/"]) == ["json/", "json/default/"])
        #expect(PublicationPrinter.subscriptions(["json/default/"]) == ["json/default/"])
    }

    @Test
    func `a publication as JSON is one line with its topic`() throws {
        let received = ReceivedPublication(
            topic: offers, publication: .with { $0.offers = offer(agents: 1, name: "a\nb") })
        let line = PublicationPrinter.json(received)
        #expect(!line.contains("\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["topic"] as? String == "default/offers/m1/f1/")
        let publication = try #require(object["publication"] as? [String: Any])
        #expect((publication["offers"] as? [String: Any])?["framework_id"] as? String == "f1")
    }
}
