import Glibc
import TestSupport
import Testing
import ZeroMQ

/// The kernel's view of a connection, and its shutdown.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    let folder: TemporaryFolder
    let context: Context

    init() throws {
        folder = try TemporaryFolder()
        context = try Context()
    }

    private func accepted(_ monitor: inout SocketMonitor) throws -> Connection {
        while let event = try monitor.next(waitingAtMost: .seconds(10)) {
            if case .accepted(let descriptor) = event.kind {
                return try #require(Connection(fileDescriptor: descriptor))
            }
        }
        throw NobodyConnected()
    }

    private struct NobodyConnected: Error {}

    /// An XPUB that refuses messages that a full subscriber would miss, and a subscriber with hardly any room.
    private func join(
        _ xpub: borrowing Socket, _ sub: borrowing Socket, over transport: Transport
    ) throws {
        try xpub.set(.xpubNoDrop, to: true)
        try xpub.set(.sendHighWaterMark, to: 10)
        try xpub.set(.sendBufferSize, to: 16_384)
        try sub.set(.receiveHighWaterMark, to: 10)
        try sub.set(.receiveBufferSize, to: 16_384)
        try sub.subscribe(to: [])
        try ZeroMQTests.join(xpub, sub, over: transport, in: folder)
        _ = try #require(try xpub.receiveFrames())
    }

    private static let large = [UInt8](repeating: 7, count: 10_000)

    /// Sends until the XPUB accepts nothing more for a while.
    private func fill(_ xpub: borrowing Socket) throws {
        try xpub.set(.sendTimeout, to: .milliseconds(200))
        while try xpub.send(Self.large) {}
    }

    @Test func `a connection knows its peer's address over tcp and its process over ipc`() throws {
        for transport in [Transport.tcp, .ipc] {
            let xpub = try makeSocket(.xpub, in: context)
            let sub = try makeSocket(.sub, in: context)
            var monitor = try SocketMonitor(xpub, in: context)
            try join(xpub, sub, over: transport)
            let connection = try accepted(&monitor)
            switch connection.peer {
            case .tcp(let host, let port):
                #expect(transport == .tcp && host == "127.0.0.1" && port > 0)
                #expect("\(connection.peer)" == "tcp://127.0.0.1:\(port)")
            case .process(let number):
                #expect(transport == .ipc && number == getpid())
            }
        }
    }

    @Test(arguments: SocketMonitorTests.transports)
    func `the kernel queue of a peer that does not read is full and does not move`(transport: Transport) throws {
        let xpub = try makeSocket(.xpub, in: context)
        let sub = try makeSocket(.sub, in: context)
        var monitor = try SocketMonitor(xpub, in: context)
        try join(xpub, sub, over: transport)
        let connection = try accepted(&monitor)
        let idle = try #require(connection.sendQueue())
        #expect(!idle.isFull)

        try fill(xpub)
        let full = try #require(connection.sendQueue())
        #expect(full.isFull && full.unsentBytes > 0)
        #expect((full.acknowledgedBytes != nil) == (transport == .tcp))
        usleep(50_000)
        #expect(connection.sendQueue() == full)

        // A subscriber that reads again empties the queue.
        try sub.set(.receiveTimeout, to: .milliseconds(200))
        while try sub.receiveFrames() != nil {}
        let emptied = try #require(connection.sendQueue())
        #expect(!emptied.isFull && emptied.acknowledgedBytes ?? 1 > full.acknowledgedBytes ?? 0)
    }

    /// `Publisher` relies on this: shutting down the connection of one subscriber unblocks the send, and the other
    /// subscriber receives everything.
    @Test(arguments: SocketMonitorTests.transports)
    func `a subscriber whose connection is shut down no longer blocks the sender`(transport: Transport) throws {
        let xpub = try makeSocket(.xpub, in: context)
        let stuck = try makeSocket(.sub, in: context)
        // A disconnected subscriber would reconnect at once.
        try stuck.set(.reconnectInterval, to: nil)
        var monitor = try SocketMonitor(xpub, in: context)
        try join(xpub, stuck, over: transport)
        let connection = try accepted(&monitor)
        try fill(xpub)
        let refused = try xpub.send(Self.large, .dontWait)
        #expect(!refused)

        #expect(connection.shutDown())
        try xpub.set(.sendTimeout, to: .seconds(10))
        let isSent = try xpub.send(Self.large)
        #expect(isSent, "libzmq has dropped the queue of who is gone")
        var gone = try monitor.next(waitingAtMost: .seconds(10))
        #expect(gone?.kind == .disconnected(fileDescriptor: connection.fileDescriptor))
        gone = try monitor.next()
        #expect(gone == nil)
        // No subscriber is left, so that messages are dropped and none is refused.
        for _ in 0..<100 {
            let isSent = try xpub.send(Self.large, .dontWait)
            #expect(isSent)
        }
    }

    @Test func `a closed connection is not mistaken for a new one with its file descriptor`() throws {
        let xpub = try makeSocket(.xpub, in: context)
        var monitor = try SocketMonitor(xpub, in: context)
        let first: Connection
        do {
            let sub = try makeSocket(.sub, in: context)
            try join(xpub, sub, over: .tcp)
            first = try accepted(&monitor)
        }
        while let event = try monitor.next(waitingAtMost: .seconds(10)) {
            if case .disconnected = event.kind { break }
        }
        // Makes connections until one has the file descriptor of the first.
        let endpoint = try xpub.get(.lastEndpoint)
        var later: [Connection] = []
        for _ in 0..<50 where later.last?.fileDescriptor != first.fileDescriptor {
            let sub = try makeSocket(.sub, in: context)
            try sub.connect(endpoint)
            later.append(try accepted(&monitor))
        }
        #expect(first.sendQueue() == nil && !first.shutDown())
    }

    @Test func `a file descriptor that is not a connected socket makes no connection`() throws {
        #expect(Connection(fileDescriptor: -1) == nil)
        #expect(Connection(fileDescriptor: 1_000_000) == nil)
        let file = open("/dev/null", O_RDONLY)
        defer { close(file) }
        #expect(Connection(fileDescriptor: file) == nil)
    }
}
