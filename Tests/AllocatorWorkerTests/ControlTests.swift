import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing
import ZeroMQ

/// The control socket answers each query in the query's encoding.
@Suite(.timeLimit(.minutes(1))) struct ControlTests {
    private static func socket(_ type: SocketType, at worker: WorkerInProcess) throws -> Socket {
        let socket = try Socket(type, in: Context())
        try socket.set(.receiveTimeout, to: .seconds(10))
        try socket.connect(worker.endpoints.control)
        return socket
    }

    private static func ask(_ question: [UInt8], at worker: WorkerInProcess) throws -> (WireAnswer, WireEncoding) {
        let socket = try socket(.req, at: worker)
        _ = try socket.send(question)
        guard let frames = try socket.receiveFrames() else { throw NothingCame() }
        #expect(frames.count == 1)
        let isJSON = frames[0].first == UInt8(ascii: "{")
        return (try AnswerDecoder().decode(frames[0]), isJSON ? .json : .binary)
    }

    @Test(arguments: WireEncoding.allCases)
    func `a ping is answered in its own encoding`(encoding: WireEncoding) async throws {
        try await withWorker {
            $0.name = "alpha"
        } _: { worker in
            var query = WireQuery()
            query.requestID = "q1"
            query.ping = .init()
            let (answer, got) = try Self.ask(QueryEncoder().encode(query, as: encoding), at: worker)
            #expect(got == encoding && answer.requestID == "q1")
            #expect(answer.pong.worker == "alpha" && answer.pong.version == Worker.version && answer.pong.uptimeNs > 0)
        }
    }

    @Test(arguments: [
        (#"{"request_id": "r", "digest": {"cluster": "none"}}"#, WireError.Code.notFound, "r"),
        (#"{"request_id": "r", "digest": {}}"#, .notFound, "r"),
        (#"{"request_id": "r"}"#, .invalidArgument, "r"),
        ("{", .invalidArgument, ""),
        ("gibberish", .invalidArgument, ""),
        (#"{"state": {"clusters": "c"}, "requestId": "r"}"#, .invalidArgument, "r"),
        (#"{"request_id": "r", "state": {"view": "AGENT"}}"#, .invalidArgument, "r"),
        (#"{"request_id": "r", "state": {"#, .invalidArgument, "r"),
        (#"{"request_id": 5, "state": 5}"#, .invalidArgument, ""),
        ("\n {\"request_id\": \"r\", \"digest\": {}}", .notFound, "r"),
        ("\u{A}\u{1}r\u{82}", .invalidArgument, "r"),
    ])
    func `an unanswerable query gets an error`(
        question: String, code: WireError.Code, request: String
    ) async throws {
        try await withWorker { worker in
            let (answer, _) = try Self.ask(Array(question.utf8), at: worker)
            #expect(answer.error.code == code && answer.requestID == request && !answer.error.message.isEmpty)
        }
    }

    @Test func `a query over the size limit gets an error that says so`() async throws {
        try await withWorker { worker in
            let question = [UInt8](repeating: UInt8(ascii: "x"), count: 70_000)
            let (answer, _) = try Self.ask(question, at: worker)
            #expect(answer.error.code == .invalidArgument)
        }
    }

    @Test func `clusters with the same events have the same digest, and a different one has another`() async throws {
        try await withWorker {
            $0.clock = .virtual
        } _: { worker in
            var master = try TestClients.connect(to: worker)
            let calls = [
                #"{"cluster": "CLUSTER", "master": "m1", "initialize": {}}"#,
                #"{"cluster": "CLUSTER", "master": "m1", "update_weights": {"weights": [{"role": "a", "weight": 2}]}}"#,
                #"{"cluster": "CLUSTER", "master": "m1", "advance": {"duration": "2s"}}"#,
            ]
            for cluster in ["one", "two"] {
                _ = try master.publications(after: calls.map { $0.replacing("CLUSTER", with: cluster) })
            }
            _ = try master.publications(after: calls.dropLast().map { $0.replacing("CLUSTER", with: "three") })
            let digests = try ["one", "two", "three"].map {
                try Self.ask(Array(#"{"digest": {"cluster": "\#($0)"}}"#.utf8), at: worker).0.digest
            }
            #expect(digests[0] == digests[1] && digests[0].digest != digests[2].digest)
            #expect(digests[0].events == 3 && digests[0].timeNs == 2_000_000_000 && !digests[0].digest.isEmpty)
        }
    }

    @Test func `a DEALER that omits the delimiter gets an answer without it`() async throws {
        try await withWorker { worker in
            let dealer = try Self.socket(.dealer, at: worker)
            let ping = Array(#"{"ping": {}}"#.utf8)
            _ = try dealer.send(frames: [ping])
            #expect(try dealer.receiveFrames()?.count == 1)
            _ = try dealer.send(frames: [[], ping])
            let delimited = try #require(try dealer.receiveFrames())
            #expect(delimited.count == 2 && delimited[0].isEmpty)
            _ = try dealer.send(frames: [ping, ping])
            let refused = try #require(try dealer.receiveFrames())
            #expect(try AnswerDecoder().decode(refused[0]).error.code == .invalidArgument)
        }
    }

    @Test func `peers that do not read their answers delay no other peer`() async throws {
        try await withWorker { worker in
            for _ in 0..<20 {
                let dealer = try Self.socket(.dealer, at: worker)
                try dealer.set(.linger, to: .milliseconds(20))
                for _ in 0..<100 { _ = try dealer.send(frames: [Array(#"{"ping": {}}"#.utf8)]) }
            }
            let (answer, _) = try Self.ask(Array(#"{"ping": {}}"#.utf8), at: worker)
            #expect(answer.pong.version == Worker.version)
        }
    }

    @Test func `a message with too many frames is ignored`() async throws {
        try await withWorker { worker in
            let dealer = try Self.socket(.dealer, at: worker)
            let ping = Array(#"{"ping": {}}"#.utf8)
            _ = try dealer.send(frames: Array(repeating: ping, count: 1_000))
            _ = try dealer.send(frames: [ping])
            let answer = try #require(try dealer.receiveFrames())
            #expect(try AnswerDecoder().decode(answer[0]).pong.version == Worker.version)
        }
    }

    @Test func `the route ends with the first empty frame`() {
        let id: [UInt8] = [0, 1]
        let broker: [UInt8] = [0, 2]
        #expect(Envelope([id, [7]]).route == [id] && Envelope([id, [7]]).question == [7])
        #expect(Envelope([id, [], [7]]).route == [id, []] && Envelope([id, [], [7]]).question == [7])
        #expect(Envelope([id, broker, [], [7]]).route == [id, broker, []])
        #expect(Envelope([id, broker, [], [7]]).question == [7])
        #expect(Envelope([id]).question == nil && Envelope([id, []]).question == nil)
        #expect(Envelope([id, [7], [8]]).question == nil && Envelope([id, [], [7], [8]]).question == nil)
    }
}
