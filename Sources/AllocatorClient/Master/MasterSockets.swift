import AllocatorWire
import ZeroMQ

/// The four sockets of a master client. Used by one thread only.
struct MasterSockets: ~Copyable {
    /// The limit on batches that libzmq queues. Further ones stay in the send window.
    private static let sendQueue = 1_000

    let events: Socket
    /// Subscribed to offers, inverse offers and rescinds.
    let offers: Socket
    /// Subscribed to replies, acknowledgements and heartbeats.
    let replies: Socket
    let control: ControlSocket
    private let greetings: [UInt8]
    private let endpoints: WorkerEndpoints

    init(
        _ identity: MasterIdentity, _ endpoints: WorkerEndpoints, _ options: MasterOptions, in context: Context
    ) throws(ZeroMQError) {
        let greetings = identity.prefix(.replies)
        let offers = try Self.subscriber(
            to: [.offers, .inverseOffers, .rescinds].map { identity.prefix($0) }, greetings, endpoints, options, context
        )
        let replies = try Self.subscriber(
            to: [identity.prefix(.acks), Topic.heartbeat.bytes(.binary)], greetings, endpoints, options, context)
        let control = try ControlSocket(in: context)
        try control.connect(to: endpoints.control, with: endpoints.keys)
        let events = try Socket(.push, in: context)
        try events.set(.sendHighWaterMark, to: Self.sendQueue)
        try events.attach(endpoints.events, with: endpoints.keys)
        // All properties are set at the end: a noncopyable value cannot be left half initialized if a socket fails.
        self.greetings = greetings
        self.endpoints = endpoints
        self.offers = offers
        self.replies = replies
        self.control = control
        self.events = events
    }

    /// Creates a subscriber to `prefixes` that subscribes to `last` after it is connected.
    ///
    /// libzmq preserves the order within a connection. When a publication under `last` arrives, the worker has
    /// processed all the subscriptions.
    private static func subscriber(
        to prefixes: [[UInt8]], _ last: [UInt8], _ endpoints: WorkerEndpoints, _ options: MasterOptions,
        _ context: Context
    ) throws(ZeroMQError) -> Socket {
        let socket = try Socket(.sub, in: context)
        try socket.set(.receiveHighWaterMark, to: options.receiveQueue)
        // The socket sends nothing but subscriptions.
        try socket.set(.linger, to: .zero)
        for prefix in prefixes { try socket.subscribe(to: prefix) }
        try socket.attach(endpoints.publications, with: endpoints.keys)
        try socket.subscribe(to: last)
        return socket
    }

    /// Sends the frames of a batch without waiting.
    ///
    /// - Returns: Whether libzmq's queue had room for them.
    func send(_ frames: [[UInt8]]) throws(ClientFailure) -> Bool {
        do {
            return try events.send(frames: frames, .dontWait)
        } catch {
            throw ClientFailure(error)
        }
    }

    /// Replaces all connections by new ones. Messages that libzmq has queued are dropped.
    func reconnect() throws(ZeroMQError) {
        try offers.reattach(endpoints.publications)
        try replies.reattach(endpoints.publications)
        try control.reconnect(to: endpoints.control)
        try events.reattach(endpoints.events)
    }

    /// Unsubscribes the socket for offers from greetings, once the worker has processed its subscriptions.
    func endGreeting() throws(ZeroMQError) { try offers.unsubscribe(from: greetings) }
}
