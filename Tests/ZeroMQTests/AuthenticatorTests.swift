import TestSupport
import Testing
import ZeroMQ

/// Admission by keys, over the transports that have connections.
@Suite(.timeLimit(.minutes(1))) struct AuthenticatorTests {
    let folder: TemporaryFolder
    let context: Context
    let server: CurveKeyPair
    let alice: CurveKeyPair

    init() throws {
        folder = try TemporaryFolder()
        context = try Context()
        server = try CurveKeyPair.generate()
        alice = try CurveKeyPair.generate()
    }

    private func bound(over transport: Transport) throws -> Socket {
        let socket = try makeSocket(.pull, in: context)
        try socket.admitByCurve(server, domain: "events")
        try socket.bind(transport == .ipc ? "ipc://\(folder.path)/socket" : "tcp://127.0.0.1:*")
        return socket
    }

    /// Answers requests until a message has arrived.
    private func receive(
        _ socket: borrowing Socket, _ authenticator: inout Authenticator,
        _ admit: (Authenticator.Request) -> UInt64?
    ) throws -> Message {
        var poller = Poller()
        _ = poller.add(socket)
        _ = poller.add(authenticator.socket)
        while true {
            try #require(try poller.wait(timeout: .seconds(10)) > 0, "nothing came")
            _ = try authenticator.answer(admit)
            if let message = try socket.receive(.dontWait) { return message }
        }
    }

    @Test(arguments: [Transport.tcp, .ipc])
    func `a message carries the key and the number of its connection`(transport: Transport) throws {
        var authenticator = try Authenticator(in: context)
        let pull = try bound(over: transport)
        let address = try pull.get(.lastEndpoint)
        var requests: [Authenticator.Request] = []
        var senders: [MessageSender] = []
        for number in UInt64(41)...42 {
            let push = try makeSocket(.push, in: context)
            try push.identifyByCurve(as: alice, to: server.publicKey)
            try push.connect(address)
            _ = try push.send(bytes("hello"))
            let message = try receive(pull, &authenticator) { request in
                requests.append(request)
                return number
            }
            let found = message.sender
            let sender = try #require(found)
            let (content, isSent) = (message.bytes, message.isSent(by: sender))
            #expect(content == bytes("hello") && isSent)
            #expect(Connection(fileDescriptor: sender.fileDescriptor) != nil)
            // Keeps the connection alive up to here.
            _ = consume push
            senders.append(sender)
        }
        #expect(senders.map(\.key) == [alice.publicKey.text, alice.publicKey.text])
        #expect(senders.map(\.connection) == [41, 42])
        #expect(requests.map(\.key) == [alice.publicKey, alice.publicKey])
        #expect(requests.allSatisfy { $0.domain == "events" })
    }

    @Test func `every frame has the sender of its message, also on a router`() throws {
        var authenticator = try Authenticator(in: context)
        let router = try makeSocket(.router, in: context)
        try router.admitByCurve(server, domain: "control")
        try router.bind("tcp://127.0.0.1:*")
        let dealer = try makeSocket(.dealer, in: context)
        try dealer.identifyByCurve(as: alice, to: server.publicKey)
        try dealer.connect(router.get(.lastEndpoint))
        _ = try dealer.send(frames: [bytes("one"), bytes("two")])
        var poller = Poller()
        _ = poller.add(router)
        _ = poller.add(authenticator.socket)
        while true {
            try #require(try poller.wait(timeout: .seconds(10)) > 0, "nothing came")
            _ = try authenticator.answer { _ in 7 }
            guard let (frames, sender) = try router.receiveSentFrames(.dontWait) else { continue }
            #expect(frames.count == 3 && sender?.key == alice.publicKey.text && sender?.connection == 7)
            return
        }
    }

    @Test func `messages over a connection without keys have no sender`() throws {
        let pull = try makeSocket(.pull, in: context)
        let push = try makeSocket(.push, in: context)
        try join(pull, push, over: .tcp, in: folder)
        _ = try push.send(bytes("hello"))
        var message = Message()
        let isThere = try pull.receive(into: &message)
        let sender = message.sender
        #expect(isThere && sender == nil)
    }

    enum Stranger: CaseIterable {
        case withoutKey
        case withAnotherServersKey
        case notInTheList
    }

    @Test(arguments: Stranger.allCases) func `a peer that is not admitted cannot send messages`(stranger: Stranger)
        throws
    {
        var authenticator = try Authenticator(in: context)
        let pull = try makeSocket(.pull, in: context)
        try pull.admitByCurve(server, domain: "events")
        var monitor = try SocketMonitor(pull, in: context, for: .refusals)
        try pull.bind("tcp://127.0.0.1:*")
        let push = try makeSocket(.push, in: context)
        switch stranger {
        case .withoutKey: break
        case .withAnotherServersKey: try push.identifyByCurve(as: alice, to: alice.publicKey)
        case .notInTheList: try push.identifyByCurve(as: alice, to: server.publicKey)
        }
        try push.connect(pull.get(.lastEndpoint))
        _ = try push.send(bytes("hello"))
        var failure: SocketEvent.Kind?
        for _ in 0..<1_000 where failure == nil {
            _ = try authenticator.answer { _ in nil }
            failure = try monitor.next(waitingAtMost: .milliseconds(10))?.kind
        }
        let expected: [SocketEvent.HandshakeFailure] =
            switch stranger {
            // Both peers notice the mismatch; the first one ends the connection.
            case .withoutKey: [.otherMechanism, .ended]
            case .withAnotherServersKey: [.undecipherable]
            case .notInTheList: [.denied]
            }
        #expect(expected.contains { failure == .handshakeFailed($0) }, "\(String(describing: failure))")
        let nothing = try pull.receiveFrames(.dontWait)
        #expect(nothing == nil)
    }
}
