import AllocatorTesting
import AllocatorWire
import AllocatorWorker
import Testing

/// Frames that are not events, and events without a valid master.
@Suite(.timeLimit(.minutes(1))) struct RejectTests {
    @Test(arguments: [
        "", "{", "[]", "{}}", "\u{0}\u{0}", "hello", "{\"master\": 5}", "{\"master\": \"m1\", \"heartbeat\": 3}",
        #"{"heartbeat": {}}"#,
        #"{"master": "m1", "an_unknown_call": {}}"#,
        #"{"master": "", "heartbeat": {}}"#,
        #"{"master": "m/1", "heartbeat": {}}"#,
        #"{"master": "m 1", "heartbeat": {}}"#,
        #"{"master": "m1", "cluster": "json", "heartbeat": {}}"#,
        #"{"master": "m1", "cluster": "rejects", "heartbeat": {}}"#,
        #"{"master": "m1", "cluster": "a/b", "heartbeat": {}}"#,
    ])
    func `an unanswerable frame is published under rejects`(frame: String) async throws {
        try await withWorker { worker in
            var observer = try TestClients.connect(to: worker, subscribingTo: ["rejects/"])
            let got = try observer.publications(after: frame)
            #expect(got.count == 1)
            let reject = got[0].publication.reject
            #expect(reject.size == UInt64(frame.utf8.count) && Array(reject.prefix) == Array(frame.utf8.prefix(64)))
            #expect(!reject.reason.isEmpty && got[0].publication.sequence == 1 && got[0].publication.timeNs > 0)
        }
    }

    @Test(arguments: [
        #"{"master": "m1"}"#,
        #"{"master": "m1", "add_agent": {}}"#,
        #"{"master": "m1", "advance": {}}"#,
        #"{"master": "m1", "request_id": "\#(String(repeating: "r", count: 5_000))", "heartbeat": {}}"#,
    ])
    func `a malformed call gets a reply`(event: String) async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/", "rejects/"])
            let got = try master.publications(after: event)
            #expect(got.map(\.topic.kind) == [.replies])
            #expect(got.map(\.publication.reply.error.code) == [.invalidArgument])
        }
    }

    @Test(arguments: UInt64(1)...4)
    func `random bytes and mutated events leave the worker running and correct`(seed: UInt64) async throws {
        try await withWorker { worker in
            var generator = SplitMix64(seed: seed)
            var master = try TestClients.connect(to: worker)
            for _ in 0..<400 {
                let frames = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    HostileFrames.next(using: &generator)
                }
                try master.send(frames: frames)
            }
            _ = try master.publicationsToBarrier()
            try master.subscribe(to: "unharmed/replies/m1/")
            let got = try master.publications(
                after: #"{"cluster": "unharmed", "master": "m1", "request_id": "1", "pause": {}}"#,
                #"{"cluster": "unharmed", "master": "m1", "request_id": "2", "heartbeat": {}}"#)
            #expect(got.map(\.publication.reply.error.code) == [.failedPrecondition, .unspecified], "seed \(seed)")
        }
    }
}
