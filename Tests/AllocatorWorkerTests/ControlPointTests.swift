import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import TestSupport
import Testing
import ZeroMQ

/// The bounds of queued answers of the control socket, without a worker.
@Suite(.timeLimit(.minutes(1))) struct ControlPointTests {
    private let folder: TemporaryFolder
    private let context: Context

    init() throws {
        folder = try TemporaryFolder()
        context = try Context()
    }

    /// Uses IPC, because the kernel buffers little for it.
    private func point(
        answerLimit: Int = ControlPoint.maximumAnswerSize,
        byteLimitOfPeer: Int = ControlPoint.maximumQueuedBytesOfPeer, byteLimit: Int = ControlPoint.maximumQueuedBytes,
        now: (() -> Int64)? = nil
    ) throws -> ControlPoint {
        let router = try Socket(.router, in: context)
        try router.set(.linger, to: .zero)
        try router.bind("ipc://\(folder.path)/events")
        return ControlPoint(
            router, answerLimit: answerLimit, byteLimitOfPeer: byteLimitOfPeer, byteLimit: byteLimit, now: now,
            logger: .silent)
    }

    private func dealer() throws -> Socket {
        let dealer = try Socket(.dealer, in: context)
        try dealer.set(.receiveHighWaterMark, to: 1)
        try dealer.set(.receiveTimeout, to: .seconds(10))
        try dealer.set(.linger, to: .zero)
        try dealer.connect("ipc://\(folder.path)/events")
        return dealer
    }

    /// A clock that the test moves.
    private final class Clock {
        var time: Int64 = 0
    }

    /// Nanoseconds that an answer takes, and how many a turn gives at most.
    @Test(arguments: [(ControlPoint.timePerTurn / 2 + 1, 2), (ControlPoint.timePerTurn, 1), (1 << 40, 1), (0, 64)])
    func `a turn ends at its time limit after at least one answer, and later turns answer the rest`(
        cost: Int64, most: Int
    ) throws {
        let clock = Clock()
        var point = try point(now: { clock.time })
        let dealer = try dealer()
        try dealer.set(.sendTimeout, to: .seconds(10))
        for _ in 0..<5 { _ = try dealer.send(Self.ping) }
        var answered = 0
        while answered < 5 {
            var ofTurn = 0
            let mayHaveMore = try point.answerQuestions { _ in
                ofTurn += 1
                clock.time += cost
                return .pong(.init())
            }
            #expect(ofTurn <= most && (ofTurn < most || most == 64 || mayHaveMore))
            answered += ofTurn
        }
        #expect(answered == 5)
    }

    private static let replay = Array(#"{"replay": {"kind": "runs"}}"#.utf8)
    private static let ping = Array(#"{"ping": {}}"#.utf8)

    /// Has the point answer so many questions, each with so many bytes.
    private func answer(_ count: Int, of point: inout ControlPoint, with size: Int) throws {
        let text = String(repeating: "x", count: size)
        var answered = 0
        while answered < count {
            _ = try point.answerQuestions { question in
                answered += 1
                var error = WireError()
                error.message = question == .ping(.init()) ? "pong" : text
                return .error(error)
            }
        }
    }

    private func sizes(_ count: Int, at dealer: borrowing Socket) throws -> [Int] {
        var sizes: [Int] = []
        while sizes.count < count { sizes.append(try #require(try dealer.receiveFrames())[0].count) }
        return sizes
    }

    @Test func `an answer over the limit is refused, and one at the limit is sent`() throws {
        var point = try point(answerLimit: 1_000)
        let asking = try dealer()
        for size in [2_000, 500] {
            _ = try asking.send(frames: [Self.replay])
            try answer(1, of: &point, with: size)
        }
        let refused = try AnswerDecoder().decode(try #require(try asking.receiveFrames())[0])
        #expect(refused.error.code == .resourceExhausted && refused.error.message.contains("1000 bytes"))
        let whole = try AnswerDecoder().decode(try #require(try asking.receiveFrames())[0])
        #expect(whole.error.message.count == 500)
    }

    @Test func `a peer that does not read its answers is refused until it has read them, and others are answered`()
        throws
    {
        let size = 500_000
        var point = try point(byteLimitOfPeer: 2 * size)
        let deaf = try dealer()
        let other = try dealer()
        // Enough to fill the buffers of the kernel and of the dealer, and then to reach the limit.
        var asked = 0
        var refused = 0
        while refused == 0, asked < 100 {
            _ = try deaf.send(frames: [Self.replay])
            asked += 1
            var isAnswered = false
            // A refused query is not passed on.
            let patience = ContinuousClock.now + .milliseconds(500)
            while !isAnswered, ContinuousClock.now < patience {
                _ = try point.answerQuestions { _ in
                    isAnswered = true
                    var error = WireError()
                    error.message = String(repeating: "x", count: size)
                    return .error(error)
                }
            }
            if !isAnswered { refused += 1 }
        }
        #expect(refused == 1 && asked > 2)
        for question in [Self.replay, Self.ping] {
            _ = try other.send(frames: [question])
            try answer(1, of: &point, with: size)
            #expect(try sizes(1, at: other)[0] > 0)
        }
        _ = try deaf.send(frames: [Self.ping])
        try answer(1, of: &point, with: size)
        let got = try sizes(asked + 1, at: deaf)
        #expect(got.count { $0 > size } == asked - 1, "all but the one that was refused")
        #expect(got.suffix(2).allSatisfy { $0 < 1_000 }, "the refusal, and a small answer that is never refused")
        // A peer that has read its answers may ask again.
        _ = try deaf.send(frames: [Self.replay])
        try answer(1, of: &point, with: size)
        #expect(try sizes(1, at: deaf)[0] > size)
    }

    @Test func `the queued answers of all peers together are bounded`() throws {
        var point = try point(byteLimit: 0)
        let asking = try dealer()
        _ = try asking.send(frames: [Self.replay])
        _ = try asking.send(frames: [Self.ping])
        // The first one is refused without being passed on.
        try answer(1, of: &point, with: 10)
        let refused = try AnswerDecoder().decode(try #require(try asking.receiveFrames())[0])
        #expect(refused.error.code == .resourceExhausted && refused.error.message.contains("queued for other clients"))
        let small = try AnswerDecoder().decode(try #require(try asking.receiveFrames())[0])
        #expect(small.error.message == "pong")
    }
}
