import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing
import ZeroMQ

/// Replayed publications and outstanding offers, from the control socket.
@Suite(.timeLimit(.minutes(2))) struct ReplayTests {
    private static func ask(
        _ question: WireQuery.OneOf_Question, in encoding: WireEncoding = .binary, at worker: WorkerInProcess
    ) throws -> WireAnswer {
        let socket = try Socket(.req, in: Context())
        try socket.set(.receiveTimeout, to: .seconds(30))
        try socket.connect(worker.endpoints.control)
        var query = WireQuery()
        query.requestID = "q"
        query.question = question
        _ = try socket.send(QueryEncoder().encode(query, as: encoding))
        guard let frames = try socket.receiveFrames() else { throw NothingCame() }
        #expect((frames[0].first == UInt8(ascii: "{")) == (encoding == .json))
        let answer = try AnswerDecoder(limits: WireLimits(maximumFrameSize: 64 << 20)).decode(frames[0])
        #expect(answer.requestID == "q")
        return answer
    }

    private static func replay(
        _ kind: String, of master: String = "", cluster: String = "", from sequence: UInt64 = 0
    ) -> WireQuery.OneOf_Question {
        var query = WireReplayQuery()
        query.cluster = cluster
        query.kind = kind
        query.master = master
        query.fromSequence = sequence
        return .replay(query)
    }

    private static func outstanding(of master: String, cluster: String = "") -> WireQuery.OneOf_Question {
        var query = WireOutstandingQuery()
        query.cluster = cluster
        query.master = master
        return .outstanding(query)
    }

    private static let initialize = initialize(offerTimeout: "3s")

    private static func initialize(offerTimeout: String) -> String {
        #"{"master": "m1", "request_id": "i", "initialize": {"agent_order": "BY_ID", "#
            + #""offer_timeout": "\#(offerTimeout)"}}"#
    }

    private static func addFramework(_ id: String) -> String {
        #"""
        {"master": "m1", "request_id": "\#(id)", "add_framework": {"framework": {"id": {"value": "\#(id)"},
         "user": "u", "name": "n", "roles": ["r"], "capabilities": [{"type": "MULTI_ROLE"}]}}}
        """#
    }

    private static func addAgent(_ id: String) -> String {
        #"""
        {"master": "m1", "request_id": "\#(id)", "add_agent": {"agent": {"id": {"value": "\#(id)"}, "hostname": "h"},
         "capabilities": [{"type": "MULTI_ROLE"}, {"type": "HIERARCHICAL_ROLE"}],
         "total": {"resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}},
                                 {"name": "mem", "type": "SCALAR", "scalar": {"value": 1024}}]}}}
        """#
    }

    private static func maintain(_ agent: String) -> String {
        #"""
        {"master": "m1", "update_unavailability": {"agent_id": "\#(agent)",
         "unavailability": {"start": {"nanoseconds": 5000000000}}}}
        """#
    }

    private static func heartbeat(_ number: Int) -> String {
        #"{"master": "m1", "request_id": "\#(number)", "heartbeat": {}}"#
    }

    /// An event with an unknown field 1,000 of the given size.
    private static func newerHeartbeat(kilobytes: Int) throws -> [UInt8] {
        var event = WireEvent()
        event.master = "m1"
        event.heartbeat = .init()
        var writer = try EventEncoder().encode(event, as: .binary)
        func append(varint: Int) {
            var rest = varint
            while rest > 0x7f {
                writer.append(UInt8(rest & 0x7f) | 0x80)
                rest >>= 7
            }
            writer.append(UInt8(rest))
        }
        append(varint: 1_000 << 3 | 2)
        append(varint: kilobytes * 1_000)
        return writer + [UInt8](repeating: 7, count: kilobytes * 1_000)
    }

    /// Events in both encodings that cause publications of most kinds.
    private static func history() throws -> [[UInt8]] {
        let binary = try WireEvent(jsonString: addAgent("a2")).serializedBytes() as [UInt8]
        let texts = [
            initialize, addFramework("f1"), addAgent("a1"), maintain("a1"), #"{"master": "m1", "pause": 7}"#,
            #"{"master": "m1", "remove_agent": {"agent_id": "none"}}"#,
            #"{"master": "m1", "advance": {"duration": "5s"}}"#,
        ]
        return texts.map { Array($0.utf8) } + [binary]
    }

    @Test func `replayed publications equal the published ones byte for byte, in both encodings`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var subscriber = try TestClients.connect(to: worker, subscribingTo: ["default/"])
            var got: [Received] = []
            for frame in try Self.history() { got += try subscriber.publications(afterFrames: [frame]) }
            let kinds = Set(got.map(\.topic.kind))
            #expect(kinds == [.offers, .inverseOffers, .rescinds, .replies, .runs, .events])
            for kind in kinds {
                let expected = got.filter { $0.topic.kind == kind }
                let master = kind.isOfMaster ? "m1" : ""
                for encoding in WireEncoding.allCases {
                    let question = Self.replay(kind.rawValue, of: master)
                    let replayed = try Self.ask(question, in: encoding, at: worker).replayed
                    #expect(replayed.oldest == 1 && replayed.newest == UInt64(expected.count))
                    let bytes = try replayed.publications.map { try PublicationEncoder().encode($0, as: .binary) }
                    #expect(bytes == expected.map(\.frame), "\(kind) in \(encoding)")
                }
            }
        }
    }

    @Test func `publications without a subscriber can be replayed`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            for frame in try Self.history() { #expect(try master.publications(afterFrames: [frame]).isEmpty) }
            for (kind, name) in [("offers", "m1"), ("replies", "m1"), ("runs", ""), ("events", "")] {
                let replayed = try Self.ask(Self.replay(kind, of: name), at: worker).replayed
                #expect(!replayed.publications.isEmpty && replayed.publications.count == Int(replayed.newest))
                #expect(replayed.publications.map(\.sequence) == Array(1...replayed.newest))
            }
        }
    }

    @Test func `one answer holds five hundred publications, and the next one continues after the last number`()
        async throws
    {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(after: [Self.initialize])
            _ = try master.publications(after: (2...1_250).map(Self.heartbeat))
            var sizes: [Int] = []
            var next: UInt64 = 1
            while true {
                let question = Self.replay("replies", of: "m1", from: next)
                let publications = try Self.ask(question, at: worker).replayed.publications
                guard let last = publications.last else { break }
                #expect(publications.map(\.sequence) == Array(next...last.sequence))
                sizes.append(publications.count)
                next = last.sequence + 1
            }
            #expect(sizes == [500, 500, 250] && next == 1_251)
        }
    }

    @Test func `one answer holds half a mebibyte, and at least one publication`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker)
            // An event of a newer schema: its unknown field is kept with it. Of 100 kB each but the last, which has
            // more than a whole answer may.
            _ = try master.publications(after: [Self.initialize])
            for kilobytes in [Int](repeating: 100, count: 8) + [6_000] {
                _ = try master.publications(afterFrames: [Self.newerHeartbeat(kilobytes: kilobytes)])
            }
            let first = try Self.ask(Self.replay("events"), at: worker).replayed
            #expect(first.publications.count == 6 && first.newest == 10, "the first one is small")
            let last = try Self.ask(Self.replay("events", from: 10), at: worker).replayed
            #expect(last.publications.map(\.sequence) == [10])
        }
    }

    @Test func `evicted publications are gone, and the answer says where the window begins`() async throws {
        try await withWorker {
            $0.replayWindow.publications = 10
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(after: [Self.initialize] + (2...50).map(Self.heartbeat))
            let replayed = try Self.ask(Self.replay("replies", of: "m1", from: 5), at: worker).replayed
            #expect(replayed.oldest == 41 && replayed.newest == 50)
            #expect(replayed.publications.map(\.sequence) == Array(41...50))
            let past = try Self.ask(Self.replay("replies", of: "m1", from: 51), at: worker).replayed
            #expect(past.publications.isEmpty && past.oldest == 41 && past.newest == 50)
            let never = try Self.ask(Self.replay("rescinds", of: "m1"), at: worker).replayed
            #expect(never.publications.isEmpty && never.oldest == 1 && never.newest == 0)
        }
    }

    @Test func `a disabled window answers with numbers only`() async throws {
        try await withWorker {
            $0.replayWindow.publications = 0
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(after: [Self.initialize] + (2...5).map(Self.heartbeat))
            let replayed = try Self.ask(Self.replay("replies", of: "m1"), at: worker).replayed
            #expect(replayed.publications.isEmpty && replayed.oldest == 6 && replayed.newest == 5)
        }
    }

    @Test func `an invalid query is refused with what to ask instead`() async throws {
        let bad: [(WireQuery.OneOf_Question, WireError.Code, String)] = [
            (Self.replay("", of: "m1"), .invalidArgument, "inverse-offers"),
            (Self.replay("acks", of: "m1"), .invalidArgument, "offers"),
            (Self.replay("heartbeat"), .invalidArgument, "offers"),
            (Self.replay("OFFERS", of: "m1"), .invalidArgument, "offers"),
            (Self.replay(String(repeating: "x", count: 60_000), of: "m1"), .invalidArgument, "offers"),
            (Self.replay("offers"), .invalidArgument, "master name"),
            (Self.replay("offers", of: "a b"), .invalidArgument, "master name"),
            (Self.replay("offers", of: String(repeating: "m", count: 60_000)), .invalidArgument, "master name"),
            (Self.replay("runs", of: "m1"), .invalidArgument, "leave out the master"),
            (Self.replay("events", of: "m1"), .invalidArgument, "leave out the master"),
            (Self.replay("runs", cluster: "none"), .notFound, "initialize it"),
            (Self.replay("runs", cluster: "a/b"), .notFound, "initialize it"),
            (Self.outstanding(of: ""), .invalidArgument, "master name"),
            (Self.outstanding(of: "a/b"), .invalidArgument, "master name"),
            (Self.outstanding(of: "m1", cluster: "none"), .notFound, "initialize it"),
        ]
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker)
            _ = try master.publications(after: Self.initialize)
            for (question, code, hint) in bad {
                for encoding in WireEncoding.allCases {
                    let error = try Self.ask(question, in: encoding, at: worker).error
                    #expect(error.code == code && error.message.contains(hint), "\(error.message)")
                    #expect(error.message.utf8.count < 1_000)
                }
            }
        }
    }

    @Test func `outstanding offers are those offered, less those used or declined`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/offers/m1/"])
            let offered = try master.publications(
                after: Self.initialize(offerTimeout: "2.500s"), Self.addFramework("f1"), Self.addAgent("a1"),
                Self.addAgent("a2"))
            try #require(offered.count == 1)
            let before = try Self.ask(Self.outstanding(of: "m1"), at: worker).outstanding
            #expect(before.offers == [offered[0].publication.offers] && before.inverseOffers.isEmpty)
            #expect(before.offersSequence == 1 && before.inverseOffersSequence == 0 && before.rescindsSequence == 0)

            let declined = #"""
                {"master": "m1", "recover_resources": {"framework_id": "f1", "agent_id": "a1",
                 "resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}, \#
                 "allocation_info": {"role": "r"}},
                               {"name": "mem", "type": "SCALAR", "scalar": {"value": 1024}, \#
                               "allocation_info": {"role": "r"}}],
                 "filters": {"refuse_seconds": 3600}}}
                """#
            let after = try master.publications(after: declined, Self.maintain("a2"))
            #expect(after.isEmpty)
            let rest = try Self.ask(Self.outstanding(of: "m1"), in: .json, at: worker).outstanding
            #expect(rest.offers.map(\.frameworkID) == ["f1"])
            #expect(rest.offers[0].roles[0].agents.map(\.agentID) == ["a2"])
            let other = try Self.ask(Self.outstanding(of: "m2"), at: worker).outstanding
            #expect(other.offers.isEmpty && other.offersSequence == 0)

            // A rescinded offer is not outstanding before the next run, and the answer names a later publication.
            _ = try master.publications(after: #"{"master": "m1", "advance": {"duration": "2.500s"}}"#)
            let last = try Self.ask(Self.outstanding(of: "m1"), at: worker).outstanding
            let rescinds = try Self.ask(Self.replay("rescinds", of: "m1"), at: worker).replayed
            #expect(last.rescindsSequence == 1 && rescinds.publications.map(\.sequence) == [1])
            #expect(rescinds.publications[0].rescinds.roles == rest.offers[0].roles)
            #expect(last.timeNs == 2_500_000_000 && !last.offers.contains { $0.roles == rest.offers[0].roles })
        }
    }
}
