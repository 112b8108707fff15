import AllocatorWire
import ZeroMQ

/// The four sockets of a master. Owned by one thread.
struct MasterSockets: ~Copyable {
    /// Batches that wait in libzmq at most; what was not taken by the worker then waits in the window.
    private static let sendQueue = 1_000
    /// Questions that wait in libzmq at most.
    private static let questionQueue = 100

    let events: Socket
    /// Subscribed to offers, inverse offers and rescinds.
    let offers: Socket
    /// Subscribed to replies, acknowledgements and heartbeats.
    let replies: Socket
    let control: Socket
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
        let control = try Socket(.dealer, in: context)
        try control.set(.sendHighWaterMark, to: Self.questionQueue)
        try control.set(.linger, to: .zero)
        try control.attach(endpoints.control, with: endpoints.keys)
        let events = try Socket(.push, in: context)
        try events.set(.sendHighWaterMark, to: Self.sendQueue)
        try events.attach(endpoints.events, with: endpoints.keys)
        // At the end, so that none of them is left half made where another one fails.
        self.greetings = greetings
        self.endpoints = endpoints
        self.offers = offers
        self.replies = replies
        self.control = control
        self.events = events
    }

    /// Subscribed to `prefixes` first, and then, when it is connected, to the replies: who gets one of these is known to the
    /// worker with all the others, since libzmq keeps the order within one connection.
    private static func subscriber(
        to prefixes: [[UInt8]], _ last: [UInt8], _ endpoints: WorkerEndpoints, _ options: MasterOptions,
        _ context: Context
    ) throws(ZeroMQError) -> Socket {
        let socket = try Socket(.sub, in: context)
        try socket.set(.receiveHighWaterMark, to: options.receiveQueue)
        // It has nothing to deliver but subscriptions.
        try socket.set(.linger, to: .zero)
        for prefix in prefixes { try socket.subscribe(to: prefix) }
        try socket.attach(endpoints.publications, with: endpoints.keys)
        try socket.subscribe(to: last)
        return socket
    }

    /// Makes new connections in place of all. What waits in libzmq is dropped.
    func reconnect() throws(ZeroMQError) {
        try offers.reattach(endpoints.publications)
        try replies.reattach(endpoints.publications)
        try control.reattach(endpoints.control)
        try events.reattach(endpoints.events)
    }

    /// The worker knows the subscriptions to offers: no greeting needs to come there any more.
    func endGreeting() throws(ZeroMQError) { try offers.unsubscribe(from: greetings) }
}
