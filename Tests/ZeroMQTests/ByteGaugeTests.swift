import TestSupport
import Testing
import ZeroMQ

/// The bytes of messages that libzmq or a caller still holds.
@Suite(.timeLimit(.minutes(1))) struct ByteGaugeTests {
    let folder: TemporaryFolder
    let context: Context

    init() throws {
        folder = try TemporaryFolder()
        context = try Context()
    }

    @Test(arguments: [0, 1, 33, 34, 100_000])
    func `the gauge counts a message until it is destroyed`(size: Int) throws {
        let gauge = ByteGauge()
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        do {
            let message = try Message(content, countedBy: gauge)
            #expect(message.bytes == content && gauge.bytes == size)
            let copy = try Message(copying: message)
            #expect(copy.bytes == content && gauge.bytes == size)
        }
        #expect(gauge.bytes == 0)
    }

    @Test(arguments: Transport.allCases)
    func `the gauge counts a sent message until its last peer has received it`(transport: Transport) throws {
        let gauge = ByteGauge()
        let xpub = try makeSocket(.xpub, in: context)
        let one = try makeSocket(.sub, in: context)
        let two = try makeSocket(.sub, in: context)
        try join(xpub, one, over: transport, in: folder)
        try two.connect(xpub.get(.lastEndpoint))
        try xpub.set(.xpubVerbose, to: true)
        try one.subscribe(to: [])
        try two.subscribe(to: [])
        for _ in 0..<2 { _ = try #require(try xpub.receiveFrames()) }
        let size = 50_000
        let isSent = try xpub.send(Message([UInt8](repeating: 1, count: size), countedBy: gauge))
        #expect(isSent && gauge.bytes <= size)
        for socket in [0, 1] {
            let frames = try socket == 0 ? one.receiveFrames() : two.receiveFrames()
            #expect(frames?[0].count == size)
        }
        // libzmq releases the bytes a moment after they have left.
        let patience = ContinuousClock.now + .seconds(10)
        while gauge.bytes > 0, ContinuousClock.now < patience { _ = try one.receiveFrames(.dontWait) }
        #expect(gauge.bytes == 0)
    }

    @Test func `the gauge does not count a message without a subscriber`() throws {
        let gauge = ByteGauge()
        let xpub = try makeSocket(.xpub, in: context)
        try xpub.bind("tcp://127.0.0.1:*")
        let isSent = try xpub.send(Message([1, 2, 3], countedBy: gauge))
        #expect(isSent && gauge.bytes == 0)
    }
}
