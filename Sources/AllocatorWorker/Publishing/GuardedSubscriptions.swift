import AllocatorWire
import ZeroMQ

/// Subscribes those who ask to what their keys let them observe, by XPUB's manual mode: there, libzmq hands over what is asked
/// for, and `subscribe` and `unsubscribe` are about whoever asked last.
///
/// libzmq 4.3 (`xpub.cpp`) leaves two things to its user:
///
/// - It keeps a pointer to whoever asked, and does not forget it when that one goes: to subscribe it then would write to memory
///   that is another's. What frees that memory comes after the monitor's word that the connection has ended, and is done only
///   when this thread calls for it. So the monitor is read after a subscription was received and before anything comes of it,
///   and whoever has gone is passed over.
/// - It queues who asked apart from what was asked, and a message that is no subscription has no place in the first queue: behind
///   one, each is taken for the next. Only a peer that is no SUB can send one. It is disconnected, and so is everybody who
///   asked behind it until the queue was empty; they connect again and ask again.
struct GuardedSubscriptions {
    private let gate: Gate
    private var grants = SubscriptionGrants()
    private var isOutOfStep = false

    init(_ gate: Gate) {
        self.gate = gate
    }

    /// Takes in who has come and gone.
    mutating func readConnections(
        of outlet: inout PublicationSocket, _ subscriptions: inout SubscriptionTable
    ) throws(ZeroMQError) {
        try outlet.readConnections()
        for descriptor in outlet.takeEndedConnections() {
            for prefix in grants.end(descriptor) { subscriptions.remove(prefix) }
        }
    }

    /// Nothing waits to be taken: whoever asks from now on can be told from others.
    mutating func noteEnd() {
        isOutOfStep = false
    }

    /// Does what comes of a message that was received last.
    mutating func take(
        _ message: borrowing Message, from outlet: inout PublicationSocket, _ subscriptions: inout SubscriptionTable
    ) throws(ZeroMQError) {
        // libzmq's own word of those who have gone, whom the monitor has told of.
        guard let sender = message.sender else { return }
        let bytes = message.bytes
        guard !message.more, let verb = bytes.first, verb <= 1 else {
            isOutOfStep = true
            gate.expel(sender, for: "a message that is no subscription")
            return
        }
        guard !isOutOfStep else { return gate.disconnect(sender) }
        try readConnections(of: &outlet, &subscriptions)
        guard gate.isConnected(sender) else { return }
        let prefix = Array(bytes.dropFirst())
        if verb == 1 {
            try give(prefix, to: sender, outlet, &subscriptions)
        } else {
            let change = grants.takeBack(prefix, from: sender.fileDescriptor)
            for topic in change.own { try outlet.socket.unsubscribe(from: topic) }
            for topic in change.common { subscriptions.remove(topic) }
        }
    }

    private mutating func give(
        _ prefix: [UInt8], to sender: MessageSender, _ outlet: borrowing PublicationSocket,
        _ subscriptions: inout SubscriptionTable
    ) throws(ZeroMQError) {
        let granted: [[UInt8]]
        switch gate.grant(prefix, to: sender) {
        case .asAsked?: granted = [prefix]
        case .narrowed(let prefixes)?: granted = prefixes
        // It counts all the same: libzmq remembers what was asked for.
        case .nothing?, .tooMany?: granted = []
        case nil: return
        }
        guard let change = grants.give(granted, for: prefix, to: sender.fileDescriptor) else {
            return gate.expel(
                sender,
                for: "more subscriptions than the \(SubscriptionGrants.maximumOfConnection) of one or the "
                    + "\(SubscriptionGrants.maximumInAll) of all")
        }
        for topic in change.own { try outlet.socket.subscribe(to: topic) }
        for topic in change.common { subscriptions.insert(topic) }
    }
}
