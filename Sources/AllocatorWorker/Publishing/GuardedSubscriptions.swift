import AllocatorWire
import ZeroMQ

/// Grants subscribers the subscriptions that their keys permit, in XPUB's manual mode: libzmq passes each request to
/// the worker, and `subscribe` and `unsubscribe` apply to the sender of the last request.
///
/// libzmq 4.3 (`xpub.cpp`) requires two precautions:
///
/// - It keeps a pointer to the sender's pipe after the sender has disconnected, so a late `subscribe` would write to
///   freed memory. The monitor reports a disconnect before that memory is freed, and only calls of this thread free it.
///   So the monitor is read between receiving a request and granting it, and requests of disconnected senders are
///   ignored.
/// - It queues senders and requests separately, and a message that isn't a subscription adds no sender. After such a
///   message, each request would be attributed to the next sender. Only a peer that isn't a SUB socket can send one. It
///   is disconnected, and so is every later sender until the queue is empty. They reconnect and subscribe again.
struct GuardedSubscriptions {
    private let gate: Gate
    private var grants = SubscriptionGrants()
    /// Whether the queued requests can't be attributed to their senders.
    private var isOutOfStep = false

    init(_ gate: Gate) {
        self.gate = gate
    }

    /// Removes the subscriptions of closed connections.
    mutating func readConnections(
        of outlet: inout PublicationSocket, updating subscriptions: inout SubscriptionTable
    ) throws(ZeroMQError) {
        try outlet.readConnections()
        for descriptor in outlet.drainEndedConnections() {
            for prefix in grants.end(descriptor) { subscriptions.remove(prefix) }
        }
    }

    /// Records that the queue is empty, so that further requests are attributed correctly.
    mutating func recordEmptyQueue() {
        isOutOfStep = false
    }

    /// Handles the message that was received last.
    mutating func receive(
        _ message: borrowing Message, from outlet: inout PublicationSocket,
        updating subscriptions: inout SubscriptionTable
    ) throws(ZeroMQError) {
        // libzmq's own notice of a closed connection, which the monitor has reported too.
        guard let sender = message.sender else { return }
        let bytes = message.bytes
        guard !message.more, let verb = bytes.first, verb <= 1 else {
            isOutOfStep = true
            gate.expel(sender, for: "a message that is not a subscription")
            return
        }
        guard !isOutOfStep else { return gate.disconnect(sender) }
        try readConnections(of: &outlet, updating: &subscriptions)
        guard gate.isConnected(sender) else { return }
        let prefix = Array(bytes.dropFirst())
        if verb == 1 {
            try grant(prefix, to: sender, of: outlet, updating: &subscriptions)
        } else {
            let change = grants.takeBack(prefix, from: sender.fileDescriptor)
            for topic in change.own { try outlet.socket.unsubscribe(from: topic) }
            for topic in change.common { subscriptions.remove(topic) }
        }
    }

    private mutating func grant(
        _ prefix: [UInt8], to sender: MessageSender, of outlet: borrowing PublicationSocket,
        updating subscriptions: inout SubscriptionTable
    ) throws(ZeroMQError) {
        let granted: [[UInt8]]
        switch gate.grant(prefix, to: sender) {
        case .asAsked?: granted = [prefix]
        case .narrowed(let prefixes)?: granted = prefixes
        // It counts against the limits all the same, because libzmq stores the request.
        case .nothing?, .tooMany?: granted = []
        case nil: return
        }
        guard let change = grants.give(granted, for: prefix, to: sender.fileDescriptor) else {
            return gate.expel(
                sender,
                for: "more subscriptions than \(SubscriptionGrants.maximumOfConnection) on one connection or "
                    + "\(SubscriptionGrants.maximumInAll) on all")
        }
        for topic in change.own { try outlet.socket.subscribe(to: topic) }
        for topic in change.common { subscriptions.insert(topic) }
    }
}
