import Glibc
package import Logging
package import ZeroMQ

/// The XPUB socket that publications leave by. It drops nothing in silence: what a subscriber that wants it has no room for
/// is waited with, and a subscriber that is waited for too long is cut off. Lives on the sockets' thread.
///
/// While it waits nothing else is done. That is the back-pressure: the events socket is not read, its queue fills up, and
/// the masters wait. A burst that a healthy subscriber works off is thus served whole; for how long anyone may hold the
/// worker up, once or over and over, `SlowSubscriberPolicy` bounds.
///
/// Queues are bounded in messages per subscriber (`--publications-queue`) and here in bytes for all of them together, because
/// a single publication may be as large as an event. Beyond either bound the worker waits.
package struct PublicationSocket: ~Copyable {
    /// Bytes of bodies that libzmq holds for subscribers; one for several subscribers counts once. One more publication
    /// may always begin.
    package static let maximumQueuedBytes = 256 << 20
    /// The least that subscribers are watched for before one is cut off, however much it owes: what a slow moment of the
    /// machine or of the network may take. In nanoseconds.
    static let shortestWatch: Int64 = 100_000_000
    /// How long one look after the other waits for room.
    static let timeBetweenLooks: Duration = .milliseconds(20)
    /// After so long without a byte taken, the system itself ends a tcp connection, if nothing else has. Much longer than any
    /// pause of a healthy subscriber. Subscribers with heartbeats that vanish are gone sooner: see `Liveness`.
    static let longestStandstill: Duration = .seconds(120)

    package let socket: Socket
    private let logger: Logger
    private let queueLimit: Int
    private let byteLimit: Int
    private var monitor: SocketMonitor
    /// Nil: everybody may subscribe to everything.
    private let gate: Gate?
    /// The file descriptors of those who have gone, where there is a gate.
    private var endedConnections: [Int32] = []
    private let connectionLimit: ConnectionLimit?
    private var subscribers = SubscriberTable()
    private var patience: SlowSubscriberPolicy
    /// Waits in which nobody was seen to be behind.
    private var unexplained = BlockedTime()
    private let queued = ByteGauge()

    package private(set) var cutOffCount: UInt64 = 0
    package private(set) var droppedCount: UInt64 = 0
    private var reportedDrops: UInt64 = 0
    private var lastDroppedTopic: [UInt8] = []

    /// - Parameters:
    ///   - queueLimit: Messages for one subscriber.
    ///   - patience: For how long one may be waited for in all.
    ///   - byteLimit: See `maximumQueuedBytes`.
    ///   - gate: Who decides on subscriptions; nil: nobody, and libzmq makes them itself.
    ///   - connectionLimit: Nil: none.
    package init(
        queueLimit: Int, patience: Duration, byteLimit: Int = Self.maximumQueuedBytes, gate: Gate? = nil,
        connectionLimit: ConnectionLimit? = nil, in context: Context, logger: Logger
    ) throws(ZeroMQError) {
        let socket = try Socket(.xpub, in: context)
        try socket.set(.xpubNoDrop, to: true)
        try socket.set(.sendHighWaterMark, to: queueLimit)
        try socket.set(.sendTimeout, to: Self.timeBetweenLooks)
        try socket.set(.tcpMaximumRetransmitTime, to: Self.longestStandstill)
        if let gate {
            try gate.guardSocket(socket, as: .publications)
            try socket.set(.xpubManual, to: true)
        }
        // Before the socket is bound, so that it misses nobody.
        monitor = try SocketMonitor(socket, in: context, for: gate == nil ? .connections : Gate.monitoredKinds)
        self.gate = gate
        self.connectionLimit = connectionLimit
        self.socket = socket
        self.queueLimit = queueLimit
        self.byteLimit = byteLimit
        self.patience = SlowSubscriberPolicy(limit: patience.nanoseconds)
        self.logger = logger
    }

    /// Connections, as of the last reading.
    package var subscriberCount: Int { subscribers.count }

    /// Bytes of bodies that libzmq holds.
    package var queuedBytes: Int { queued.bytes }

    /// From now on waits for nobody for longer than it takes to see who is behind: for a worker that is to end.
    package mutating func minimizeWaits() {
        patience = SlowSubscriberPolicy(limit: Self.shortestWatch)
    }

    /// Takes in who has come and gone. Must be called regularly; see `SocketMonitor`.
    package mutating func readConnections() throws(ZeroMQError) {
        while let event = try monitor.next() {
            connectionLimit?.note(event, at: .publications)
            if let number = subscribers.note(event) { patience.forget(number) }
            if let ended = gate?.note(event, at: .publications) { endedConnections.append(ended) }
        }
    }

    /// The file descriptors of those who have gone since the last time; they may be other ones' by now.
    mutating func takeEndedConnections() -> [Int32] {
        defer { endedConnections.removeAll(keepingCapacity: true) }
        return endedConnections
    }

    // MARK: - Sending

    /// Queues a publication for all who want it.
    package mutating func send(_ topic: [UInt8], _ body: [UInt8]) throws(ZeroMQError) {
        var message = try Message(body, countedBy: queued)
        if try queue(topic, &message, .dontWait) { return }
        try readConnections()
        // What moves is counted from here on.
        _ = subscribers.observe()
        try wait(toQueue: topic, &message)
    }

    private func queue(
        _ topic: [UInt8], _ message: inout Message, _ flags: SendFlags
    ) throws(ZeroMQError) -> Bool {
        guard hasRoom(for: message) else { return false }
        guard try socket.send(topic, flags.union(.more)) else { return false }
        // Taken in any case: libzmq counts messages, not their frames, so whoever has room for the first has it for this one.
        _ = try socket.send(&message, flags)
        return true
    }

    private func hasRoom(for message: borrowing Message) -> Bool {
        queued.bytes - message.count < byteLimit
    }

    private mutating func wait(toQueue topic: [UInt8], _ message: inout Message) throws(ZeroMQError) {
        let begin = MonotonicTime.now()
        var last = begin
        while true {
            let isQueued = try waitOnce(toQueue: topic, &message)
            let now = MonotonicTime.now()
            try readConnections()
            let observations = subscribers.observe()
            patience.charge(now - last, to: observations, endingAt: now)
            if !observations.contains(where: \.isBehind) { unexplained.add(now - last, endingAt: now) }
            last = now
            if isQueued { return }
            guard now - begin >= Self.shortestWatch else { continue }
            if let number = patience.choice(among: observations, at: now) {
                cutOff(number, seenAs: observations.first { $0.number == number }, at: now)
            } else if unexplained.amount(at: now) >= patience.limit {
                return try drop(topic, &message)
            }
        }
    }

    /// Whether there was room within the time between two looks.
    private func waitOnce(toQueue topic: [UInt8], _ message: inout Message) throws(ZeroMQError) -> Bool {
        // libzmq wakes up as soon as one of its queues has room again.
        if hasRoom(for: message) { return try queue(topic, &message, []) }
        // Of bytes nobody tells. To ask for the events makes libzmq let go of the queues of those who are gone.
        _ = try socket.get(.events)
        usleep(UInt32(Self.timeBetweenLooks.nanoseconds / 1_000))
        return try queue(topic, &message, .dontWait)
    }

    // MARK: - Those who do not keep up

    private mutating func cutOff(
        _ number: UInt64, seenAs observation: SlowSubscriberPolicy.Observation?, at now: Int64
    ) {
        let debt = patience.debt(of: number, at: now)
        let peer = subscribers.cutOff(number)
        patience.cutOff(number, from: observation?.origin ?? "", at: now)
        guard let peer else { return }
        cutOffCount += 1
        logger.warning(
            "a subscriber stayed behind its limit and was cut off; let it read faster, or raise --publications-queue or --subscriber-patience",
            metadata: [
                "subscriber": "\(peer)", "waited_ms": "\(debt / 1_000_000)",
                "unsent_bytes": "\(observation?.unsentBytes ?? 0)", "queue": "\(queueLimit)",
                "cut_off_in_all": "\(cutOffCount)",
            ])
    }

    /// Leaves out whoever has no room, though it cannot be told who that is. Those who have room get the publication, unless
    /// it is memory that there is no room in. libzmq sends nothing to those who were left out until they have read some of
    /// what they have.
    private mutating func drop(_ topic: [UInt8], _ message: inout Message) throws(ZeroMQError) {
        droppedCount += 1
        lastDroppedTopic = topic
        guard hasRoom(for: message) else { return }
        try socket.set(.xpubNoDrop, to: false)
        _ = try queue(topic, &message, .dontWait)
        try socket.set(.xpubNoDrop, to: true)
    }

    /// One line for all drops since the last one.
    package mutating func reportDrops() {
        guard droppedCount > reportedDrops else { return }
        logger.error(
            "publications were dropped: a subscriber without room could not be told from the others; its numbers have gaps, which it can ask for on the control socket",
            metadata: [
                "new": "\(droppedCount - reportedDrops)", "total": "\(droppedCount)",
                "last_topic": "\(String(decoding: lastDroppedTopic, as: UTF8.self))",
            ])
        reportedDrops = droppedCount
    }
}

extension Duration {
    /// Up to 292 years.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
