import TestSupport
import Testing
import ZeroMQ

/// The socket types, each in its pattern, over every transport.
@Suite(.timeLimit(.minutes(1))) struct PatternTests {
    let folder: TemporaryFolder
    let context: Context

    init() throws {
        folder = try TemporaryFolder()
        context = try Context()
    }

    @Test(arguments: Transport.allCases)
    func `PAIR sockets exchange messages in both directions`(transport: Transport) throws {
        let one = try makeSocket(.pair, in: context)
        let two = try makeSocket(.pair, in: context)
        try join(one, two, over: transport, in: folder)
        let areSent = [try one.send(bytes("to two")), try two.send(bytes("to one"))]
        #expect(areSent == [true, true])
        #expect(try #require(try one.receiveFrames()) == [bytes("to one")])
        #expect(try #require(try two.receiveFrames()) == [bytes("to two")])
    }

    @Test(arguments: Transport.allCases)
    func `a REP socket replies to a request`(transport: Transport) throws {
        let rep = try makeSocket(.rep, in: context)
        let req = try makeSocket(.req, in: context)
        try join(rep, req, over: transport, in: folder)
        let isAsked = try req.send(bytes("ping"))
        let question = try rep.receiveFrames()
        let isAnswered = try rep.send(bytes("pong"))
        let answer = try req.receiveFrames()
        #expect(isAsked && isAnswered)
        #expect(question == [bytes("ping")])
        #expect(answer == [bytes("pong")])
    }

    @Test(arguments: Transport.allCases)
    func `a ROUTER identifies its DEALERs by their routing ids`(transport: Transport) throws {
        let router = try makeSocket(.router, in: context)
        let dealer = try makeSocket(.dealer, in: context)
        try dealer.set(.routingId, to: bytes("dealer"))
        try join(router, dealer, over: transport, in: folder)
        let isAsked = try dealer.send(frames: [bytes("a"), bytes("b")])
        let question = try router.receiveFrames()
        #expect(isAsked)
        #expect(question == [bytes("dealer"), bytes("a"), bytes("b")])
        let isAnswered = try router.send(frames: [bytes("dealer"), bytes("c")])
        let answer = try dealer.receiveFrames()
        #expect(isAnswered)
        #expect(answer == [bytes("c")])
    }

    @Test(arguments: Transport.allCases)
    func `a ROUTER receives a request of REQ behind an empty frame`(transport: Transport) throws {
        let router = try makeSocket(.router, in: context)
        let req = try makeSocket(.req, in: context)
        try req.set(.routingId, to: bytes("req"))
        try join(router, req, over: transport, in: folder)
        let isAsked = try req.send(bytes("ping"))
        let question = try router.receiveFrames()
        #expect(isAsked)
        #expect(question == [bytes("req"), [], bytes("ping")])
        let isAnswered = try router.send(frames: [bytes("req"), [], bytes("pong")])
        let answer = try req.receiveFrames()
        #expect(isAnswered)
        #expect(answer == [bytes("pong")])
    }

    @Test func `a mandatory ROUTER reports an unknown peer`() throws {
        let router = try makeSocket(.router, in: context)
        try router.set(.routerMandatory, to: true)
        try router.bind("inproc://test")
        #expect {
            _ = try router.send(frames: [bytes("unknown"), bytes("x")])
        } throws: {
            "\($0)".contains("no peer of that routing id is connected")
        }
    }

    @Test(arguments: Transport.allCases)
    func `an XPUB receives subscriptions and publishes to them`(transport: Transport) throws {
        let xpub = try makeSocket(.xpub, in: context)
        let sub = try makeSocket(.sub, in: context)
        try join(xpub, sub, over: transport, in: folder)
        try sub.subscribe(to: bytes("offers/"))
        let subscription = try xpub.receiveFrames()
        #expect(subscription == [[1] + bytes("offers/")])

        let areSent = [
            try xpub.send(frames: [bytes("runs/1"), bytes("unwanted")]),
            try xpub.send(frames: [bytes("offers/1"), bytes("wanted")]),
        ]
        #expect(areSent == [true, true])
        let received = try sub.receiveFrames()
        #expect(received == [bytes("offers/1"), bytes("wanted")])

        try sub.unsubscribe(from: bytes("offers/"))
        let cancellation = try xpub.receiveFrames()
        #expect(cancellation == [[0] + bytes("offers/")])
    }

    @Test func `a verbose XPUB also receives the subscription of a second subscriber`() throws {
        for (isVerbose, expected) in [(false, 1), (true, 2)] {
            let context = try Context()
            let xpub = try makeSocket(.xpub, in: context)
            try xpub.set(.xpubVerbose, to: isVerbose)
            try xpub.bind("inproc://test")
            let one = try makeSocket(.sub, in: context)
            let two = try makeSocket(.sub, in: context)
            try one.connect("inproc://test")
            try two.connect("inproc://test")
            try one.subscribe(to: bytes("t"))
            try two.subscribe(to: bytes("t"))
            // A marker of the second subscriber, behind its subscription.
            try two.subscribe(to: bytes("end"))
            var seen: [[UInt8]] = []
            while let frames = try xpub.receiveFrames(), frames != [[1] + bytes("end")] { seen += frames }
            #expect(seen == [[UInt8]](repeating: [1] + bytes("t"), count: expected))
        }
    }

    @Test func `an XPUB skips a full subscriber unless it must not drop messages`() throws {
        for (noDrop, lastIsSent) in [(false, true), (true, false)] {
            let context = try Context()
            let xpub = try makeSocket(.xpub, in: context)
            let sub = try makeSocket(.sub, in: context)
            try xpub.set(.xpubNoDrop, to: noDrop)
            try xpub.set(.sendHighWaterMark, to: 1)
            try sub.set(.receiveHighWaterMark, to: 1)
            try join(xpub, sub, over: .inproc, in: folder)
            try sub.subscribe(to: [])
            _ = try xpub.receiveFrames()
            let areSent = try (0..<3).map { try xpub.send([$0], .dontWait) }
            #expect(areSent == [true, true, lastIsSent])
        }
    }

    @Test func `a PUB publishes to a subscriber`() throws {
        let pub = try makeSocket(.pub, in: context)
        let sub = try makeSocket(.sub, in: context)
        try join(pub, sub, over: .inproc, in: folder)
        try sub.subscribe(to: [])
        try sub.set(.receiveTimeout, to: .milliseconds(20))
        // A PUB does not report when the subscription has arrived.
        for _ in 0..<500 {
            _ = try pub.send(bytes("hello"))
            guard let received = try sub.receiveFrames() else { continue }
            #expect(received == [bytes("hello")])
            return
        }
        Issue.record("the subscription never arrived")
    }

    @Test func `a STREAM socket exchanges raw bytes with any server`() throws {
        let server = try makeSocket(.stream, in: context)
        let client = try makeSocket(.stream, in: context)
        try join(server, client, over: .tcp, in: folder)
        // Both sides receive an empty frame behind the peer's routing id when they are connected.
        let greeting = try #require(try client.receiveFrames())
        #expect(greeting.count == 2 && greeting[1].isEmpty)
        let isSent = try client.send(frames: [greeting[0], bytes("raw")])
        #expect(isSent)
        var heard: [UInt8] = []
        while heard.count < 3, let frames = try server.receiveFrames() { heard += frames[1] }
        #expect(heard == bytes("raw"))
    }
}
