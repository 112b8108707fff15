import AllocatorCore
import AllocatorWire
import Logging
import ZeroMQ

/// Lets those in whose keys are in the allow-list, and knows what each may do. Lives on the sockets' thread.
///
/// The handshakes themselves are libzmq's, on its own thread: a slow one holds nobody up. What is asked here is whether a key
/// that was proved may come in. That waits for the loop's turn, and so for a long allocation run, as everything would that the
/// newcomer can send; in return the order in which connections come, are let in and go is known (see `ConnectionTable`),
/// without which nobody could be subscribed for somebody else's good.
package final class Gate {
    /// Connections that one turn of the loop lets in or refuses.
    private static let connectionsPerTurn = 256

    private let keys: CurveKeyPair
    private let logger: Logger
    private let context: Context
    private var authenticator: Authenticator
    private(set) var list: AllowList
    private var lastConnection: UInt64 = 0
    private var connections: [SocketRole: ConnectionTable] = [:]
    /// Of the events and the control socket; that of the publications is `PublicationSocket`'s.
    private var monitored: [MonitoredSocket] = []
    private var counts: RefusalCounts
    private let connectionLimit: ConnectionLimit
    /// Who sent the last event, and what it may.
    private var latest: (sender: MessageSender, key: AllowedKey?)?

    /// Before any socket of the context is bound.
    init(
        _ access: WorkerAccess, _ connectionLimit: ConnectionLimit, in context: Context,
        counting registry: MetricsRegistry, logger: Logger
    ) throws(ZeroMQError) {
        self.connectionLimit = connectionLimit
        keys = access.keys
        list = access.list
        self.context = context
        self.logger = logger
        counts = RefusalCounts(registry)
        authenticator = try Authenticator(in: context)
    }

    /// Readable when somebody wants to come in.
    func watch(by poller: inout Poller) -> Poller.Entry { poller.add(authenticator.socket) }

    /// What the monitor of a guarded socket must tell of.
    static let monitoredKinds = SocketEvent.Kinds.connections.union(.refusals)

    /// Guards a socket that is not bound yet. Of one other than the publications', whoever comes and goes is watched, too.
    func guardSocket(_ socket: borrowing Socket, as role: SocketRole) throws(ZeroMQError) {
        try socket.admitByCurve(keys, domain: role.rawValue)
        guard role != .publications else { return }
        let monitor = try SocketMonitor(socket, in: context, for: Self.monitoredKinds)
        monitored.append(MonitoredSocket(role: role, monitor: monitor))
    }

    // MARK: - Who comes and goes

    /// Lets in who may; whether more may be waiting.
    ///
    /// - Parameter readPublications: Reads the monitor of the publications socket.
    func admit(
        _ readPublications: () throws(ZeroMQError) -> Void
    ) throws(ZeroMQError) -> Bool {
        for _ in 0..<Self.connectionsPerTurn {
            let isAsked = try authenticator.answer { request throws(ZeroMQError) in
                // Here, with the question in hand, its connection has been told of: see `ConnectionTable`.
                try readPublications()
                try readConnections()
                return number(for: request)
            }
            guard isAsked else { return false }
        }
        return true
    }

    private func number(for request: Authenticator.Request) -> UInt64? {
        guard let role = SocketRole(rawValue: request.domain) else { return nil }
        guard list[request.key.text] != nil else {
            counts.refuse(.unknownKey, at: role, "\(request.key.text) from \(request.address)")
            return nil
        }
        lastConnection += 1
        return lastConnection
    }

    /// Takes in who has come and gone. Must be called regularly; see `SocketMonitor`.
    func readConnections() throws(ZeroMQError) {
        for monitored in monitored {
            try monitored.read { event, role in
                connectionLimit.record(event, at: role)
                _ = note(event, at: role)
            }
        }
    }

    /// Takes in what the monitor of a guarded socket tells: the file descriptor of a connection that has ended, if that.
    func note(_ event: SocketEvent, at role: SocketRole) -> Int32? {
        if case .handshakeFailed(let failure) = event.kind {
            if let reason = RefusalReason(failure) { counts.refuse(reason, at: role) }
            return nil
        }
        return connections[role, default: ConnectionTable()].note(event, lastNumber: lastConnection)
    }

    /// What was refused, in a few lines. To be called every second.
    func report() throws(ZeroMQError) {
        try readConnections()
        counts.report(to: logger)
    }

    // MARK: - What is allowed

    /// Whether an event may be sent in its master's name to its cluster.
    enum Admission {
        /// By this key. Whether it may make the call is found out when the event is applied: see `AllowedKey.refusal`.
        case admitted(AllowedKey)
        /// Why not, for people.
        case denied(String)
    }

    func admission(of event: EventEnvelope, from sender: MessageSender?) -> Admission {
        let cluster = event.clusterName
        guard let sender else { return .denied("its sender is not known") }
        if latest?.sender != sender { latest = (sender, key(of: sender, at: .events)) }
        guard let key = latest?.key else {
            deny(nil, sender, .events, "an event of \(event.master)")
            return .denied("the sender's key is no longer in the allow-list")
        }
        guard !key.covers(cluster: cluster, master: event.master) else { return .admitted(key) }
        deny(key, sender, .events, "an event of master \(event.master) to cluster \(cluster)")
        return .denied(
            "key \(key.name) does not cover master \(event.master) of cluster \(cluster): add them to its masters and "
                + "clusters in the worker's allow-list, or send with another key")
    }

    /// Notes that an event was refused, when it was applied, for want of a right.
    func noteDenial(of event: EventEnvelope, by key: AllowedKey) {
        counts.deny(
            key.name, at: .events,
            "\(event.callName) of master \(event.master) to cluster \(event.clusterName)")
    }

    /// Nil where a question may be asked.
    func refusal(of question: WireQuery.OneOf_Question, from sender: MessageSender?) -> Refusal? {
        guard let sender else { return .permissionDenied("you are not known") }
        guard let key = key(of: sender, at: .control) else {
            deny(nil, sender, .control, question.name)
            return .permissionDenied("your key is no longer in the allow-list")
        }
        guard !key.mayAsk(question) else { return nil }
        deny(key, sender, .control, question.name)
        return .permissionDenied(
            "key \(key.name) may not ask \(question.name) of this: it takes 'control: true' in the worker's allow-list, or "
                + "the right to observe what is asked for again")
    }

    /// What a subscriber may have of what it asks for; nil where it is not to be had any more, and gone.
    func grant(_ prefix: [UInt8], to sender: MessageSender) -> ObservationRights.Grant? {
        guard let key = key(of: sender, at: .publications) else {
            deny(nil, sender, .publications, "a subscription")
            return nil
        }
        let grant = key.observation.grant(prefix)
        switch grant {
        case .asAsked, .narrowed: break
        case .nothing, .tooMany:
            deny(key, sender, .publications, String(decoding: prefix.prefix(100), as: UTF8.self).debugDescription)
        }
        return grant
    }

    /// What is wrong with a subscriber, which is disconnected for it.
    func expel(_ sender: MessageSender, for what: String) {
        counts.deny(list[sender.key]?.name, at: .publications, what)
        connections[.publications]?.shutDown(sender)
    }

    /// Ends a connection for no fault of its owner, who will connect again.
    func disconnect(_ sender: MessageSender) {
        connections[.publications]?.shutDown(sender)
    }

    /// Whether the subscriber that sent this is still connected, as far as the monitor has told.
    func isConnected(_ sender: MessageSender) -> Bool {
        connections[.publications]?.note(sender) ?? false
    }

    /// Nil where it is no longer in the list.
    private func key(of sender: MessageSender, at role: SocketRole) -> AllowedKey? {
        _ = connections[role]?.note(sender)
        return list[sender.key]
    }

    private func deny(_ key: AllowedKey?, _ sender: MessageSender, _ role: SocketRole, _ what: String) {
        counts.deny(key?.name, at: role, what)
        if key == nil { connections[role]?.shutDown(sender) }
    }

    // MARK: - Another list

    /// Takes another list, and ends the connections of keys that are not in it. Subscribers whose rights have changed are
    /// disconnected too: they connect again and are subscribed to what they may observe now. Events and questions are looked at
    /// one by one, so nobody else needs to go.
    ///
    /// - Parameter readPublications: Reads the monitor of the publications socket.
    func replace(
        with new: AllowList, _ readPublications: () throws(ZeroMQError) -> Void
    ) throws(ZeroMQError) {
        try readPublications()
        try readConnections()
        let former = list
        list = new
        latest = nil
        var ended = 0
        for (role, table) in connections {
            func mayStay(_ key: String) -> Bool {
                guard let now = new[key] else { return false }
                return role != .publications || now.observation == former[key]?.observation
            }
            guard !former.allKeys.allSatisfy(mayStay) else { continue }
            ended += table.shutDownAll(except: mayStay)
        }
        logger.notice(
            "the allow-list was read again",
            metadata: ["keys": "\(new.count)", "before": "\(former.count)", "connections_ended": "\(ended)"])
    }
}
