import AllocatorCore
import AllocatorWire
import AllocatorWorker
import FoundationEssentials
import SwiftProtobuf
import Testing

/// Everything after the last sync is lost. The next worker starts on a copy of the files as of that sync.
@Suite("A power cut", .timeLimit(.minutes(1))) struct PowerCutTests {
    private typealias Stream = PublicationStreams.Stream

    private static func event(_ sequence: Int, _ call: String, master: String = "m") -> String {
        #"{"master": "\#(master)", "epoch": 1, "sequence": \#(sequence), "request_id": "r\#(sequence)", \#(call)}"#
    }

    private static func addFramework(_ id: String) -> String {
        #"""
        "add_framework": {"framework": {"id": {"value": "\#(id)"}, "roles": ["r"], \#
        "capabilities": [{"type": "MULTI_ROLE"}]}}
        """#
    }

    private static func addAgent(_ id: String) -> String {
        #"""
        "add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "h"}, "capabilities": [{"type": "MULTI_ROLE"}],
         "total": {"resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}}]}}
        """#
    }

    private static let setUp = [
        event(1, #""initialize": {"agent_order": "BY_ID"}"#), event(2, addFramework("f")), event(3, addAgent("a1")),
    ]

    private static func worker<Result: Sendable>(
        in folder: DataFolder, _ durability: String,
        _ body: @escaping @Sendable (WorkerInProcess) async throws -> Result
    ) async throws -> Result {
        let settings: [Setting: String] = [.data: folder.path, .durability: durability, .clock: "virtual"]
        let read = try WorkerConfiguration.read(file: nil, environment: [:], arguments: settings)
        return try await withWorker {
            ($0.data, $0.durability, $0.clock) = (read.data, read.durability, read.clock)
        } _: {
            try await body($0)
        }
    }

    /// The publication numbers of the stored streams.
    private static func numbers(_ received: [Received]) -> [Stream: [UInt64]] {
        received.filter { $0.topic.kind.isKept }.reduce(into: [:]) {
            $0[$1.topic.stream, default: []].append($1.publication.sequence)
        }
    }

    /// Plays events, copies the files, and plays events that the copy doesn't have.
    private static func lives(
        in folder: DataFolder, _ durability: String
    ) async throws -> (copy: DataFolder, numbers: [Stream: [UInt64]]) {
        try await worker(in: folder, durability) { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let before = try master.publications(after: setUp)
            let copy = try folder.copy()
            let lost = try master.publications(after: [
                event(4, addAgent("lost1")), event(5, addAgent("lost2")),
                event(1, addFramework("lost"), master: "newcomer"), event(6, #""remove_agent": {"agent_id": "lost1"}"#),
            ])
            return (copy, numbers(before + lost))
        }
    }

    @Test(arguments: ["batch", "none"])
    func `no publication number is used twice after a power cut, not even of lost streams`(
        durability: String
    ) async throws {
        let (copy, given) = try await Self.lives(in: DataFolder(), durability)
        #expect(given.count >= 5, "replies and offers of two masters, runs and events")
        let again = try await Self.worker(in: copy, durability) { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            return Self.numbers(
                try master.publications(after: [
                    Self.event(4, Self.addAgent("a2")), Self.event(1, Self.addFramework("g"), master: "newcomer"),
                    Self.event(5, Self.addAgent("a3")),
                ]))
        }
        for (stream, numbers) in given {
            let highest = try #require(numbers.max())
            #expect(again[stream]?.min() ?? .max > highest, "\(stream)")
        }
        // The same holds after a second power cut. After a clean shutdown the numbers have no gap.
        let last = try #require(again.values.joined().max())
        let third = try await Self.worker(in: copy, durability) { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            return Self.numbers(try master.publications(after: Self.event(6, Self.addAgent("a4"))))
        }
        for (stream, numbers) in third {
            let former = try #require(again[stream]?.max())
            #expect(numbers.first == former + 1, "\(stream): \(last)")
        }
    }

    @Test(arguments: ["batch", "none"])
    func `a power cut leaves a gap, after which a master asks for outstanding offers`(
        durability: String
    ) async throws {
        let (copy, given) = try await Self.lives(in: DataFolder(), durability)
        let stream = Stream(cluster: "default", kind: .offers, master: "m")
        let seen = try #require(given[stream]?.max())
        try await Self.worker(in: copy, durability) { worker in
            func ask(from number: UInt64) throws -> WireReplayed {
                var query = WireReplayQuery()
                (query.kind, query.master, query.fromSequence) = ("offers", "m", number)
                return try worker.ask(.replay(query)).replayed
            }
            let kept = try ask(from: 1)
            #expect(kept.publications.map(\.sequence) == [1] && kept.oldest == 1)
            let missing = try ask(from: seen + 1)
            #expect(missing.publications.isEmpty)
            #expect(missing.newest >= seen && missing.oldest == missing.newest + 1, "those before it are gone")
            var query = WireOutstandingQuery()
            query.master = "m"
            let outstanding = try worker.ask(.outstanding(query)).outstanding
            #expect(outstanding.offersSequence == missing.newest)
            #expect(outstanding.offers.first?.roles.first?.agents.map(\.agentID) == ["a1"])
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/offers/m/"])
            let next = try master.publications(after: Self.event(4, Self.addAgent("a2")))
            #expect(next.map(\.publication.sequence) == [missing.newest + 1])
            #expect(try ask(from: 1).publications.map(\.sequence) == [1], "up to the gap")
            #expect(try ask(from: seen + 1).publications.map(\.sequence) == [missing.newest + 1], "and behind it")
        }
    }

    @Test func `a power cut leaves no gap with full durability`() async throws {
        let folder = DataFolder()
        let (copy, given) = try await Self.worker(in: folder, "full") { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            let given = Self.numbers(try master.publications(after: Self.setUp))
            return (try folder.copy(), given)
        }
        let again = try await Self.worker(in: copy, "full") { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            return Self.numbers(try master.publications(after: Self.event(4, Self.addAgent("a2"))))
        }
        for (stream, numbers) in again { #expect(numbers.first == (given[stream]?.max() ?? 0) + 1, "\(stream)") }
    }
}

/// The reserve of publication numbers is on disk before they are used.
@Suite struct NumberReserveTests {
    @Test func `a block is reserved before its first number, and not again before its last`() {
        var reserve = NumberReserve(behind: 7, used: 3)
        let first = reserve.reserve(10, isExact: false)
        #expect(first?.behind == 7 && first?.reserved == 17 + NumberReserve.block && first?.isExact == false)
        #expect(reserve.reserve(NumberReserve.block, isExact: false) == nil)
        let second = reserve.reserve(1, isExact: false)
        #expect(second?.reserved == 18 + 2 * NumberReserve.block)
        // Even if one event needs more than a block.
        let large = reserve.reserve(10 * NumberReserve.block, isExact: false)
        #expect((large?.reserved ?? 0) >= reserve.used)
    }

    @Test(
        arguments: [
            (nil, 0, false, nil), (nil, 5, false, 5 + NumberReserve.damageMargin), ((90, true), 5, false, nil),
            ((90, false), 5, false, 90), ((90, false), 95, false, 95),
            ((90, true), 5, true, 90 + NumberReserve.damageMargin),
            (nil, 0, true, NumberReserve.damageMargin),
        ] as [((UInt64, Bool)?, UInt64, Bool, UInt64?)])
    func `a start continues above all numbers that may have been used`(
        kept: (UInt64, Bool)?, highest: UInt64, isDamaged: Bool, start: UInt64?
    ) {
        let numbers = kept.map { kept in
            WirePublicationNumbers.with { ($0.reserved, $0.isExact) = kept }
        }
        #expect(NumberReserve.start(numbers, highest: highest, isDamaged: isDamaged) == start)
    }
}
