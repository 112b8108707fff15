import AllocatorCore
import AllocatorWire
import Logging
import ZeroMQ

/// Admits connections whose keys are in the allow-list and checks the rights of each key. Runs on the sockets' thread.
///
/// libzmq performs the handshakes on its own thread, so a slow handshake blocks no other connection. The gate only
/// decides whether an authenticated key is admitted. This decision waits for the event loop, and so for a long
/// allocation run, as does all further processing for the new connection. In return, the gate knows the order in which
/// connections are accepted, admitted and closed (see `ConnectionTable`). Without this order, a subscription could be
/// attributed to the wrong connection.
package final class Gate {
    /// The limit on connections that are admitted or refused in one turn of the event loop.
    private static let connectionsPerTurn = 256

    private let keys: CurveKeyPair
    private let logger: Logger
    private let context: Context
    private var authenticator: Authenticator
    private(set) var list: AllowList
    private var lastConnection: UInt64 = 0
    private var connections: [SocketRole: ConnectionTable] = [:]
    /// The monitors of the events and control sockets. `PublicationSocket` owns that of the publications socket.
    private var monitored: [MonitoredSocket] = []
    private var counts: RefusalCounts
    private let connectionLimit: ConnectionLimit
    /// The sender of the last event and its allow-list entry, cached because events of one sender often follow each
    /// other.
    private var latest: (sender: MessageSender, key: AllowedKey?)?

    /// Creates a gate. Must precede the binding of all sockets of the context.
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

    /// Registers the authentication socket, which is readable when a connection requests admission.
    func watch(by poller: inout Poller) -> Poller.Entry { poller.add(authenticator.socket) }

    /// The monitor events that a guarded socket must report.
    static let monitoredKinds = SocketEvent.Kinds.connections.union(.refusals)

    /// Requires CURVE authentication on a socket that is not bound yet. Also monitors the connections of the socket,
    /// except those of the publications socket.
    func guardSocket(_ socket: borrowing Socket, as role: SocketRole) throws(ZeroMQError) {
        try socket.admitByCurve(keys, domain: role.rawValue)
        guard role != .publications else { return }
        let monitor = try SocketMonitor(socket, in: context, for: Self.monitoredKinds)
        monitored.append(MonitoredSocket(role: role, monitor: monitor))
    }

    // MARK: - Connections

    /// Processes pending authentication requests, up to `connectionsPerTurn`.
    ///
    /// - Parameter readPublications: Reads the monitor of the publications socket.
    /// - Returns: Whether more requests may be pending.
    func admit(
        _ readPublications: () throws(ZeroMQError) -> Void
    ) throws(ZeroMQError) -> Bool {
        for _ in 0..<Self.connectionsPerTurn {
            let isAsked = try authenticator.answer { request throws(ZeroMQError) in
                // libzmq has already reported the connection of this request to its monitor: see `ConnectionTable`.
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

    /// Reads the monitors of the events and control sockets. Must be called regularly; see `SocketMonitor`.
    func readConnections() throws(ZeroMQError) {
        for monitored in monitored {
            try monitored.read { event, role in
                connectionLimit.record(event, at: role)
                _ = note(event, at: role)
            }
        }
    }

    /// Records a monitor event of a guarded socket.
    ///
    /// - Returns: The file descriptor of a closed connection if the event reports one, otherwise `nil`.
    func note(_ event: SocketEvent, at role: SocketRole) -> Int32? {
        if case .handshakeFailed(let failure) = event.kind {
            if let reason = RefusalReason(failure) { counts.refuse(reason, at: role) }
            return nil
        }
        return connections[role, default: ConnectionTable()].note(event, lastNumber: lastConnection)
    }

    /// Logs a summary of the refusals. To be called every second.
    func report() throws(ZeroMQError) {
        try readConnections()
        counts.report(to: logger)
    }

    // MARK: - Rights

    /// The result of checking whether a sender may send events of a master to a cluster.
    enum Admission {
        /// The key has the right. Its right to make the call is checked when the event is applied: see
        /// `AllowedKey.refusal`.
        case admitted(AllowedKey)
        /// The key lacks the right, with a message for the sender.
        case denied(String)
    }

    func admission(of event: EventEnvelope, from sender: MessageSender?) -> Admission {
        let cluster = event.clusterName
        guard let sender else { return .denied("its sender is unknown") }
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

    /// Records that an event was refused when it was applied, because its key lacks a right.
    func noteDenial(of event: EventEnvelope, by key: AllowedKey) {
        counts.deny(
            key.name, at: .events,
            "\(event.callName) of master \(event.master) to cluster \(event.clusterName)")
    }

    /// Checks whether the sender may send a query.
    ///
    /// - Returns: The error to answer with, or `nil` if the query is allowed.
    func refusal(of question: WireQuery.OneOf_Question, from sender: MessageSender?) -> Refusal? {
        guard let sender else { return .permissionDenied("the sender of the query is unknown") }
        guard let key = key(of: sender, at: .control) else {
            deny(nil, sender, .control, question.name)
            return .permissionDenied("your key is no longer in the allow-list")
        }
        guard !key.mayAsk(question) else { return nil }
        deny(key, sender, .control, question.name)
        return .permissionDenied(
            "key \(key.name) has no right to ask \(question.name) here: set 'control: true' for it in the "
                + "worker's allow-list, or add the requested topics to its observe")
    }

    /// Checks which part of a subscription the sender may have.
    ///
    /// - Returns: The granted part, or `nil` if the key is no longer in the allow-list and its connection was closed.
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

    /// Disconnects a misbehaving subscriber.
    ///
    /// - Parameter what: The description of the violation for the log.
    func expel(_ sender: MessageSender, for what: String) {
        counts.deny(list[sender.key]?.name, at: .publications, what)
        connections[.publications]?.shutDown(sender)
    }

    /// Disconnects a subscriber that is not at fault. It will reconnect.
    func disconnect(_ sender: MessageSender) {
        connections[.publications]?.shutDown(sender)
    }

    /// Whether the sender of a message is still connected, as far as the monitor has reported.
    func isConnected(_ sender: MessageSender) -> Bool {
        connections[.publications]?.note(sender) ?? false
    }

    /// - Returns: The allow-list entry of the sender, or `nil` if its key is no longer in the list.
    private func key(of sender: MessageSender, at role: SocketRole) -> AllowedKey? {
        _ = connections[role]?.note(sender)
        return list[sender.key]
    }

    private func deny(_ key: AllowedKey?, _ sender: MessageSender, _ role: SocketRole, _ what: String) {
        counts.deny(key?.name, at: role, what)
        if key == nil { connections[role]?.shutDown(sender) }
    }

    // MARK: - Replacing the list

    /// Replaces the allow-list and closes the connections of keys that are no longer in it. Subscribers whose rights
    /// changed are disconnected too: they reconnect and are subscribed by their new rights. Events and queries are
    /// checked one by one, so their connections can stay.
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
            "the allow-list was reloaded",
            metadata: ["keys": "\(new.count)", "before": "\(former.count)", "connections_ended": "\(ended)"])
    }
}
