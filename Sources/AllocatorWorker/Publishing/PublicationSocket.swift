import Glibc
package import Logging
package import ZeroMQ

/// The XPUB socket that sends publications. It drops nothing silently: it waits for a subscriber whose queue is full,
/// and disconnects a subscriber that blocks it for too long.
///
/// While it waits, the worker does nothing else. That is the back-pressure: the events socket isn't read, its queue
/// fills up, and the masters wait. So a healthy subscriber receives a burst whole. `SlowSubscriberPolicy` bounds how
/// long a subscriber may block the worker, at once and in all.
///
/// Queues are bounded in messages per subscriber (`--publications-queue`), and here in bytes for all subscribers
/// together, because one publication may be as large as an event. Beyond either bound the worker waits.
package struct PublicationSocket: ~Copyable {
    /// The maximum size of the bodies that libzmq holds for subscribers. A body for several subscribers counts once.
    /// One publication may exceed it.
    package static let maximumQueuedBytes = 256 << 20
    /// The minimum time for which subscribers are observed before one is disconnected, whatever its blocked time, in
    /// nanoseconds. It covers a slow moment of the machine or of the network.
    static let shortestWatch: Int64 = 100_000_000
    /// The interval between observations while it waits for room.
    static let observationInterval: Duration = .milliseconds(20)
    /// The time without an accepted byte after which the kernel closes a TCP connection, at the latest. Much longer
    /// than any pause of a healthy subscriber. Vanished subscribers with heartbeats are detected sooner: see
    /// `Liveness`.
    static let longestStandstill: Duration = .seconds(120)

    package let socket: Socket
    private let logger: Logger
    private let queueLimit: Int
    private let byteLimit: Int
    private var monitor: SocketMonitor
    /// `nil` if every subscription is permitted.
    private let gate: Gate?
    /// The file descriptors of closed connections. Collected for a gate only.
    private var endedConnections: [Int32] = []
    private let connectionLimit: ConnectionLimit?
    private var subscribers = SubscriberTable()
    private var policy: SlowSubscriberPolicy
    /// The time in which the worker was blocked without a subscriber that was observed to be behind.
    private var unexplained = BlockedTime()
    private let queued = ByteGauge()

    package private(set) var cutOffCount: UInt64 = 0
    package private(set) var droppedCount: UInt64 = 0
    private var reportedDrops: UInt64 = 0
    private var lastDroppedTopic: [UInt8] = []

    /// - Parameters:
    ///   - queueLimit: The maximum number of messages for one subscriber.
    ///   - patience: The maximum time that one subscriber may block the worker.
    ///   - byteLimit: See `maximumQueuedBytes`.
    ///   - gate: Authorizes subscriptions. If `nil`, libzmq grants all of them itself.
    ///   - connectionLimit: `nil` for no limit.
    package init(
        queueLimit: Int, patience: Duration, byteLimit: Int = Self.maximumQueuedBytes, gate: Gate? = nil,
        connectionLimit: ConnectionLimit? = nil, in context: Context, logger: Logger
    ) throws(ZeroMQError) {
        let socket = try Socket(.xpub, in: context)
        try socket.set(.xpubNoDrop, to: true)
        try socket.set(.sendHighWaterMark, to: queueLimit)
        try socket.set(.sendTimeout, to: Self.observationInterval)
        try socket.set(.tcpMaximumRetransmitTime, to: Self.longestStandstill)
        if let gate {
            try gate.guardSocket(socket, as: .publications)
            try socket.set(.xpubManual, to: true)
        }
        // Before the socket is bound, so that it misses no connection.
        monitor = try SocketMonitor(socket, in: context, for: gate == nil ? .connections : Gate.monitoredKinds)
        self.gate = gate
        self.connectionLimit = connectionLimit
        self.socket = socket
        self.queueLimit = queueLimit
        self.byteLimit = byteLimit
        policy = SlowSubscriberPolicy(limit: patience.nanoseconds)
        self.logger = logger
    }

    /// The number of connections at the last `readConnections`.
    package var subscriberCount: Int { subscribers.count }

    /// The size of the bodies that libzmq holds.
    package var queuedBytes: Int { queued.bytes }

    /// Uses the minimum wait from now on. Called at shutdown.
    package mutating func minimizeWaits() {
        policy = SlowSubscriberPolicy(limit: Self.shortestWatch)
    }

    /// Processes new and closed connections. Must be called regularly; see `SocketMonitor`.
    package mutating func readConnections() throws(ZeroMQError) {
        while let event = try monitor.next() {
            connectionLimit?.record(event, at: .publications)
            if let number = subscribers.record(event) { policy.remove(number) }
            if let ended = gate?.note(event, at: .publications) { endedConnections.append(ended) }
        }
    }

    /// Returns the file descriptors of the connections that have closed since the last call. They may be in use again.
    mutating func drainEndedConnections() -> [Int32] {
        defer { endedConnections.removeAll(keepingCapacity: true) }
        return endedConnections
    }

    // MARK: - Sending

    /// Queues a publication for all its subscribers.
    package mutating func send(topic: [UInt8], body: [UInt8]) throws(ZeroMQError) {
        var message = try Message(body, countedBy: queued)
        if try queue(&message, topic: topic, flags: .dontWait) { return }
        try readConnections()
        // Starts the count of sent bytes.
        _ = subscribers.observe()
        try wait(toQueue: &message, topic: topic)
    }

    private func queue(
        _ message: inout Message, topic: [UInt8], flags: SendFlags
    ) throws(ZeroMQError) -> Bool {
        guard hasRoom(for: message) else { return false }
        guard try socket.send(topic, flags.union(.more)) else { return false }
        // Always succeeds: libzmq counts messages, not frames, so a queue with room for the first frame has it for this
        // one.
        _ = try socket.send(&message, flags)
        return true
    }

    private func hasRoom(for message: borrowing Message) -> Bool {
        queued.bytes - message.count < byteLimit
    }

    private mutating func wait(toQueue message: inout Message, topic: [UInt8]) throws(ZeroMQError) {
        let begin = MonotonicTime.now()
        var last = begin
        while true {
            let isQueued = try waitOnce(toQueue: &message, topic: topic)
            let now = MonotonicTime.now()
            try readConnections()
            let observations = subscribers.observe()
            policy.charge(now - last, to: observations, endingAt: now)
            if !observations.contains(where: \.isBehind) { unexplained.add(now - last, endingAt: now) }
            last = now
            if isQueued { return }
            guard now - begin >= Self.shortestWatch else { continue }
            if let number = policy.choice(among: observations, at: now) {
                cutOff(number, observedAs: observations.first { $0.number == number }, at: now)
            } else if unexplained.amount(at: now) >= policy.limit {
                return try drop(&message, topic: topic)
            }
        }
    }

    /// - Returns: Whether there was room within the observation interval.
    private func waitOnce(toQueue message: inout Message, topic: [UInt8]) throws(ZeroMQError) -> Bool {
        // libzmq wakes up as soon as a queue has room again.
        if hasRoom(for: message) { return try queue(&message, topic: topic, flags: []) }
        // libzmq doesn't signal freed bytes. Reading `ZMQ_EVENTS` makes it free the pipes of closed peers.
        _ = try socket.get(.events)
        usleep(UInt32(Self.observationInterval.nanoseconds / 1_000))
        return try queue(&message, topic: topic, flags: .dontWait)
    }

    // MARK: - Slow subscribers

    private mutating func cutOff(
        _ number: UInt64, observedAs observation: SlowSubscriberPolicy.Observation?, at now: Int64
    ) {
        let blocked = policy.blockedTime(of: number, at: now)
        let peer = subscribers.cutOff(number)
        policy.cutOff(number, from: observation?.origin ?? "", at: now)
        guard let peer else { return }
        cutOffCount += 1
        logger.warning(
            "a slow subscriber was cut off; let it read faster, or raise --publications-queue or --subscriber-patience",
            metadata: [
                "subscriber": "\(peer)", "waited_ms": "\(blocked / 1_000_000)",
                "unsent_bytes": "\(observation?.unsentBytes ?? 0)", "queue": "\(queueLimit)",
                "cut_off_in_all": "\(cutOffCount)",
            ])
    }

    /// Drops the publication for subscribers whose queues are full. libzmq doesn't say which ones. The others get it,
    /// unless the limit in bytes is reached. libzmq sends nothing to a skipped subscriber until it has read part of its
    /// queue.
    private mutating func drop(_ message: inout Message, topic: [UInt8]) throws(ZeroMQError) {
        droppedCount += 1
        lastDroppedTopic = topic
        guard hasRoom(for: message) else { return }
        try socket.set(.xpubNoDrop, to: false)
        _ = try queue(&message, topic: topic, flags: .dontWait)
        try socket.set(.xpubNoDrop, to: true)
    }

    /// Logs the drops since the last call.
    package mutating func reportDrops() {
        guard droppedCount > reportedDrops else { return }
        logger.error(
            "publications were dropped for an unidentified slow subscriber; it can ask for them on the control socket",
            metadata: [
                "new": "\(droppedCount - reportedDrops)", "total": "\(droppedCount)",
                "last_topic": "\(String(decoding: lastDroppedTopic, as: UTF8.self))",
            ])
        reportedDrops = droppedCount
    }
}
