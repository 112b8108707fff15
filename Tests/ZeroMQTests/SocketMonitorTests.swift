import Glibc
import TestSupport
import Testing
import ZeroMQ

/// The events of a monitor, over the transports that have connections.
@Suite(.timeLimit(.minutes(1))) struct SocketMonitorTests {
    static let transports = [Transport.tcp, .ipc]

    let folder: TemporaryFolder
    let context: Context

    init() throws {
        folder = try TemporaryFolder()
        context = try Context()
    }

    @Test(arguments: transports)
    func `a monitor reports a connection and its end`(transport: Transport) throws {
        let bound = try makeSocket(.xpub, in: context)
        var monitor = try SocketMonitor(bound, in: context)
        let accepted: SocketEvent
        do {
            let connected = try makeSocket(.sub, in: context)
            try join(bound, connected, over: transport, in: folder)
            accepted = try #require(try monitor.next(waitingAtMost: .seconds(10)))
        }
        guard case .accepted(let descriptor) = accepted.kind else {
            Issue.record("told of \(accepted) first")
            return
        }
        let endpoint = try bound.get(.lastEndpoint)
        #expect(accepted.endpoint == endpoint)
        let gone = try #require(try monitor.next(waitingAtMost: .seconds(10)))
        #expect(gone.kind == .disconnected(fileDescriptor: descriptor) && gone.endpoint == endpoint)
        let nothing = try monitor.next()
        #expect(nothing == nil)
    }

    @Test(arguments: transports)
    func `a connecting socket's monitor reports its own connections`(transport: Transport) throws {
        let bound = try makeSocket(.push, in: context)
        let connecting = try makeSocket(.pull, in: context)
        var monitor = try SocketMonitor(connecting, in: context, for: .all)
        try join(bound, connecting, over: transport, in: folder)
        var kinds: [SocketEvent.Kind] = []
        while kinds.last != .handshakeSucceeded, let event = try monitor.next(waitingAtMost: .seconds(10)) {
            kinds.append(event.kind)
        }
        #expect(kinds.count == 2)
        guard case .connected = kinds.first else {
            Issue.record("told of \(kinds)")
            return
        }
    }

    @Test func `a monitor reports only the requested events`() throws {
        let bound = try makeSocket(.pull, in: context)
        var monitor = try SocketMonitor(bound, in: context, for: .connections)
        try bound.bind("tcp://127.0.0.1:*")
        let event = try monitor.next(waitingAtMost: .milliseconds(50))
        #expect(event == nil, "listening is no connection")
    }

    @Test func `a second monitor of a socket replaces the first`() throws {
        let bound = try makeSocket(.pull, in: context)
        do { _ = try SocketMonitor(bound, in: context) }
        var second = try SocketMonitor(bound, in: context, for: .all)
        try bound.bind("tcp://127.0.0.1:*")
        let event = try #require(try second.next(waitingAtMost: .seconds(10)))
        guard case .listening = event.kind else {
            Issue.record("told of \(event)")
            return
        }
    }

    @Test func `an unread monitor does not block its socket`() throws {
        let bound = try makeSocket(.pull, in: context)
        var monitor = try SocketMonitor(bound, in: context)
        try bound.bind("tcp://127.0.0.1:*")
        let endpoint = try bound.get(.lastEndpoint)
        // More events than libzmq's default queue holds.
        let connections = 2_500
        for number in 0..<connections {
            let push = try makeSocket(.push, in: context)
            try push.connect(endpoint)
            try push.set(.linger, to: .seconds(10))
            _ = try push.send([UInt8(truncatingIfNeeded: number)])
            _ = try #require(try bound.receiveFrames())
        }
        var accepted = 0
        while accepted < connections, let event = try monitor.next(waitingAtMost: .seconds(10)) {
            if case .accepted = event.kind { accepted += 1 }
        }
        #expect(accepted == connections)
    }
}
