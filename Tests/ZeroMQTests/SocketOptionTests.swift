import Testing
import ZeroMQ

@Suite struct SocketOptionTests {
    let context: Context

    init() throws { context = try Context() }

    /// Each value differs from the one before, is set, and reads back equal.
    private func expectRoundTrip<Value: SocketOptionValue & Equatable>(
        _ option: SocketOption<Value, ReadWrite>, _ values: Value..., on type: SocketType = .dealer,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let socket = try Socket(type, in: context)
        for value in values {
            let before = try socket.get(option)
            #expect(before != value, sourceLocation: sourceLocation)
            try socket.set(option, to: value)
            let after = try socket.get(option)
            #expect(after == value, sourceLocation: sourceLocation)
        }
    }

    @Test func `number options read back as they were set`() throws {
        try expectRoundTrip(.sendHighWaterMark, 5, 0, 1_000_000)
        try expectRoundTrip(.receiveHighWaterMark, 5, 0, 1_000_000)
        try expectRoundTrip(.backlog, 7)
        try expectRoundTrip(.sendBufferSize, 65_536, nil)
        try expectRoundTrip(.receiveBufferSize, 65_536, nil)
        try expectRoundTrip(.tcpKeepaliveCount, 5, nil)
        try expectRoundTrip(.tcpKeepaliveIdleSeconds, 60, nil)
        try expectRoundTrip(.tcpKeepaliveIntervalSeconds, 10, nil)
        try expectRoundTrip(.maximumMessageSize, 0, 16 << 20, 1 << 40, nil)
    }

    @Test func `duration options read back as they were set`() throws {
        try expectRoundTrip(.linger, .zero, nil, .milliseconds(1500))
        try expectRoundTrip(.receiveTimeout, .zero, .milliseconds(20), nil)
        try expectRoundTrip(.sendTimeout, .zero, .seconds(20), nil)
        try expectRoundTrip(.handshakeInterval, .zero, .seconds(3))
        try expectRoundTrip(.heartbeatInterval, .zero, .seconds(3))
        try expectRoundTrip(.heartbeatTimeToLive, .zero, .milliseconds(2_500))
        try expectRoundTrip(.connectTimeout, .zero, .seconds(5))
        try expectRoundTrip(.heartbeatTimeout, .seconds(6))
        try expectRoundTrip(.reconnectInterval, .milliseconds(10), nil)
        try expectRoundTrip(.tcpMaximumRetransmitTime, .seconds(60), .zero)
        try expectRoundTrip(.maximumReconnectInterval, .seconds(5), .zero)
    }

    @Test func `Boolean and byte options read back as they were set`() throws {
        try expectRoundTrip(.immediate, true, false)
        try expectRoundTrip(.conflate, true, false, on: .pull)
        try expectRoundTrip(.ipv6, true, false)
        try expectRoundTrip(.tcpKeepalive, false, nil, true)
        try expectRoundTrip(.routingId, [1], [UInt8](repeating: 65, count: 255))
    }

    @Test func `a fraction of a millisecond is rounded up`() throws {
        let socket = try Socket(.pull, in: context)
        for (set, expected) in [(1, 1), (999_999, 1), (1_000_000, 1), (1_000_001, 2)] {
            try socket.set(.receiveTimeout, to: .nanoseconds(set))
            let timeout = try socket.get(.receiveTimeout)
            #expect(timeout == .milliseconds(expected))
        }
    }

    @Test func `a closing socket lingers for a bounded time`() throws {
        let socket = try Socket(.push, in: context)
        let linger = try socket.get(.linger)
        #expect(linger == Socket.defaultLinger)
    }

    @Test(arguments: SocketType.allCases)
    func `a socket has the requested type`(type: SocketType) throws {
        let socket = try Socket(type, in: context)
        let read = try socket.get(.type)
        #expect(read == type)
        #expect(socket.type == type)
    }

    @Test func `the last endpoint names the port that was bound`() throws {
        let socket = try Socket(.pull, in: context)
        let before = try socket.get(.lastEndpoint)
        #expect(before == "")
        try socket.bind("tcp://127.0.0.1:*")
        let after = try socket.get(.lastEndpoint)
        #expect(after.hasPrefix("tcp://127.0.0.1:") && !after.hasSuffix("*"))
    }

    @Test func `the events option reports what is possible without waiting`() throws {
        let pair = try makeSocket(.pair, in: context)
        let peer = try makeSocket(.pair, in: context)
        var events = try pair.get(.events)
        #expect(events == [])
        try pair.bind("inproc://test")
        try peer.connect("inproc://test")
        events = try pair.get(.events)
        #expect(events == .writable)
        let isSent = try peer.send([1])
        events = try pair.get(.events)
        #expect(isSent)
        #expect(events == [.readable, .writable])
        let descriptor = try pair.get(.fileDescriptor)
        #expect(descriptor > 2)
    }

    @Test func `a write-only option is accepted by its socket type`() throws {
        let xpub = try Socket(.xpub, in: context)
        try xpub.set(.xpubVerbose, to: true)
        try xpub.set(.xpubVerboser, to: true)
        try xpub.set(.xpubNoDrop, to: true)
        let router = try Socket(.router, in: context)
        try router.set(.routerMandatory, to: true)
        try router.set(.routerHandover, to: true)
    }

    @Test func `an option refuses a value out of its range`() throws {
        let socket = try Socket(.dealer, in: context)
        let refused: [(name: String, set: (borrowing Socket) throws -> Void)] = [
            ("sendHighWaterMark", { try $0.set(.sendHighWaterMark, to: -1) }),
            ("receiveHighWaterMark", { try $0.set(.receiveHighWaterMark, to: 1 << 31) }),
            ("linger", { try $0.set(.linger, to: .milliseconds(-1)) }),
            ("receiveTimeout", { try $0.set(.receiveTimeout, to: .seconds(Int64.max)) }),
            ("handshakeInterval", { try $0.set(.handshakeInterval, to: .milliseconds(-1)) }),
            ("maximumMessageSize", { try $0.set(.maximumMessageSize, to: -1) }),
            ("maximumMessageSize", { try $0.set(.maximumMessageSize, to: -2) }),
            ("routingId", { try $0.set(.routingId, to: []) }),
            ("routingId", { try $0.set(.routingId, to: [UInt8](repeating: 1, count: 256)) }),
            ("subscription", { try $0.subscribe(to: []) }),
            ("xpubVerbose", { try $0.set(.xpubVerbose, to: true) }),
        ]
        for (name, set) in refused {
            #expect {
                try set(socket)
            } throws: {
                "\($0)" == "ZeroMQ could not set the socket option \(name): Invalid argument (errno 22)"
            }
        }
    }
}
