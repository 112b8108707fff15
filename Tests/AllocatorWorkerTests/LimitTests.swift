import AllocatorWire
import AllocatorWorker
import Testing
import ZeroMQ

/// Frames, batches and subscriptions over the limits. The worker reports them and continues.
@Suite(.timeLimit(.minutes(1))) struct LimitTests {
    private static let heartbeat = Array(#"{"master": "m1", "request_id": "after", "heartbeat": {}}"#.utf8)

    @Test func `a frame over the limit is rejected, and the rest of its batch is taken`() async throws {
        try await withWorker {
            $0.limits.maximumFrameSize = 2_000
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/", "rejects/"])
            let tooLarge = [UInt8](repeating: UInt8(ascii: "x"), count: 2_001)
            let got = try master.publications(afterFrames: [tooLarge, Self.heartbeat])
            #expect(got.map(\.topic.kind) == [.rejects, .replies])
            let reject = got[0].publication.reject
            #expect(reject.size == 2_001 && reject.prefix.count == WireLimits.rejectPrefixLength)
            #expect(reject.reason.contains("2000"))
        }
    }

    @Test func `a frame far over the limit disconnects its sender only`() async throws {
        try await withWorker {
            $0.limits.maximumFrameSize = 2_000
        } _: { worker in
            let offender = try TestClients.connect(to: worker)
            try offender.send(frames: [[UInt8](repeating: 0, count: 17 << 20)])
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            #expect(try master.publications(afterFrames: [Self.heartbeat]).count == 1)
        }
    }

    @Test func `frames beyond a batch's limit are discarded under one reject`() async throws {
        try await withWorker {
            $0.limits.maximumFramesPerBatch = 300
        } _: { worker in
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/", "rejects/"])
            let batch = (1...1_000).map { Array(#"{"master": "m1", "request_id": "\#($0)", "heartbeat": {}}"#.utf8) }
            let got = try master.publications(afterFrames: batch)
            let replies = got.filter { $0.topic.kind == .replies }
            #expect(replies.map(\.publication.reply.requestID) == (1...300).map { "\($0)" })
            let rejects = got.filter { $0.topic == .rejects }
            #expect(rejects.count == 1 && rejects[0].publication.reject.reason.contains("300"))
            #expect(try master.publications(afterFrames: [Self.heartbeat]).count == 1, "the next batch begins anew")
        }
    }

    @Test func `a subscription over the limit disconnects its sender only`() async throws {
        try await withWorker { worker in
            let context = try Context()
            let offender = try Socket(.sub, in: context)
            try offender.set(.reconnectInterval, to: nil)
            try offender.set(.linger, to: .zero)
            try offender.subscribe(to: [UInt8](repeating: UInt8(ascii: "x"), count: 100_000))
            var monitor = try SocketMonitor(offender, in: context, for: .all)
            try offender.connect(worker.endpoints.publications)
            var wasDisconnected = false
            while !wasDisconnected, let event = try monitor.next(waitingAtMost: .seconds(10)) {
                if case .disconnected = event.kind { wasDisconnected = true }
            }
            #expect(wasDisconnected)
            var master = try TestClients.connect(to: worker, subscribingTo: ["default/replies/m1/"])
            #expect(try master.publications(afterFrames: [Self.heartbeat]).count == 1)
        }
    }
}
