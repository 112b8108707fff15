import AllocatorWire
import SwiftProtobuf
import Testing

/// The publications of an event and their order.
@Suite(.timeLimit(.minutes(1))) struct OrderTests {
    @Test func `a call with a request id is answered and then echoed`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["json/default/"])
            let got = try master.publications(
                after: #"{"master": "m1", "request_id": "r1", "heartbeat": {}}"#)
            #expect(got.map(\.topic) == [.replies(cluster: "default", master: "m1"), .events(cluster: "default")])
            let reply = got[0].publication.reply
            #expect(reply.requestID == "r1" && reply.call == "heartbeat")
            #expect(reply.result == .ok(.init()))
            #expect(got[1].publication.event.requestID == "r1" && got[1].publication.event.call == .heartbeat(.init()))
        }
    }

    @Test func `a call without a request id gets a reply only if it failed`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["json/default/replies/m1/"])
            #expect(try master.publications(after: #"{"master": "m1", "heartbeat": {}}"#).isEmpty)
            let got = try master.publications(after: #"{"master": "m1", "pause": {}}"#)
            #expect(got.map(\.publication.reply.error.code) == [.failedPrecondition])
            #expect(got.map(\.publication.reply.call) == ["pause"])
        }
    }

    @Test func `a refused event is not echoed`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["json/default/events/"])
            #expect(try master.publications(after: #"{"master": "m1", "request_id": "r", "pause": {}}"#).isEmpty)
        }
    }

    @Test func `the frames of a batch are answered in order, and invalid ones separately`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["json/default/replies/", "json/rejects/"])
            let got = try master.publications(
                after: #"{"master": "m1", "request_id": "1", "heartbeat": {}}"#,
                "{ this is no event",
                #"{"master": "m2", "request_id": "2", "remove_agent": {}}"#,
                #"{"master": "m1", "request_id": "3"}"#,
                #"{"master": "m2", "request_id": "4", "heartbeat": {}}"#)
            let replies = got.filter { $0.topic.kind == .replies }.map(\.publication.reply)
            #expect(replies.map(\.requestID) == ["1", "2", "3", "4"])
            #expect(replies.map(\.error.code) == [.unspecified, .invalidArgument, .invalidArgument, .unspecified])
            #expect(got.count { $0.topic == .rejects } == 1)
        }
    }

    @Test func `a batch may reach several clusters, and each answers under its own name`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["json/"])
            let names = ["a", "b", "a", "", "b"]
            let events = names.enumerated().map {
                Array(#"{"cluster": "\#($1)", "master": "m", "request_id": "\#($0)", "heartbeat": {}}"#.utf8)
            }
            let got = try master.publications(afterFrames: events).filter { $0.topic.kind == .replies }
            #expect(got.map(\.publication.reply.requestID) == ["0", "1", "2", "3", "4"])
            #expect(got.map(\.publication.cluster) == ["a", "b", "a", "default", "b"])
        }
    }

    @Test func `thousands of events are answered in the order in which they were sent`() async throws {
        try await withWorker { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            let count = 3_000
            for number in 0..<count {
                try master.send(#"{"master": "m1", "request_id": "\#(number)", "heartbeat": {}}"#)
            }
            let got = try master.publicationsToBarrier()
            #expect(got.map(\.publication.reply.requestID) == (0..<count).map { "\($0)" })
            #expect(got.map(\.publication.sequence) == (1...UInt64(count)).map { $0 })
        }
    }
}
