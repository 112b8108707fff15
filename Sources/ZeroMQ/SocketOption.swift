import CZeroMQ
import Glibc

/// An option of a socket: its key, the type of its value, and whether it can be read, written or both.
package struct SocketOption<Value: SocketOptionValue, Access> {
    let key: Int32
    /// As it is shown in errors.
    let name: String

    fileprivate init(_ key: Int32, _ name: String = #function) {
        self.init(key: key, name: name)
    }

    init(key: Int32, name: String) {
        self.key = key
        self.name = name
    }
}

extension SocketOption: Sendable {}

package protocol ReadableOption {}
package protocol WritableOption {}
package enum ReadOnly: ReadableOption {}
package enum WriteOnly: WritableOption {}
package enum ReadWrite: ReadableOption, WritableOption {}

extension Socket {
    package borrowing func get<Value, Access: ReadableOption>(
        _ option: SocketOption<Value, Access>
    ) throws(ZeroMQError) -> Value {
        var encoded = Value.Encoded.blank
        guard Value.Encoded.read(&encoded, handle, option.key) == 0 else { throw .last(.getOption, option.name) }
        guard let value = Value(encoded: encoded) else { throw ZeroMQError(.getOption, option.name, errno: EPROTO) }
        return value
    }

    /// Most options hold for what is bound or connected afterwards only: set them first.
    package borrowing func set<Value, Access: WritableOption>(
        _ option: SocketOption<Value, Access>, to value: Value
    ) throws(ZeroMQError) {
        try owner.set(option, to: value)
    }

    /// Asks for the messages that begin with `prefix`; the empty one asks for all. For SUB. Subscriptions count: as
    /// many calls of `unsubscribe` end them.
    package borrowing func subscribe(to prefix: [UInt8]) throws(ZeroMQError) {
        try set(.subscription, to: prefix)
    }

    package borrowing func unsubscribe(from prefix: [UInt8]) throws(ZeroMQError) {
        try set(.cancelledSubscription, to: prefix)
    }
}

extension SocketHandle {
    func set<Value, Access: WritableOption>(
        _ option: SocketOption<Value, Access>, to value: Value
    ) throws(ZeroMQError) {
        guard let encoded = value.encoded else { throw ZeroMQError(.setOption, option.name, errno: EINVAL) }
        guard encoded.write(pointer, option.key) == 0 else { throw .last(.setOption, option.name) }
    }
}

// Queues and limits.
extension SocketOption where Value == Int, Access == ReadWrite {
    /// How many messages per peer wait to be sent; 0 is no bound.
    package static var sendHighWaterMark: Self { Self(ZMQ_SNDHWM) }
    /// How many messages per peer wait to be received; 0 is no bound.
    package static var receiveHighWaterMark: Self { Self(ZMQ_RCVHWM) }
    /// How many connections may wait to be accepted.
    package static var backlog: Self { Self(ZMQ_BACKLOG) }
}

extension SocketOption where Value == Int?, Access == ReadWrite {
    /// The kernel's send buffer in bytes; `nil` is the system's default.
    package static var sendBufferSize: Self { Self(ZMQ_SNDBUF) }
    /// The kernel's receive buffer in bytes; `nil` is the system's default.
    package static var receiveBufferSize: Self { Self(ZMQ_RCVBUF) }
    /// How many unanswered probes end a connection; `nil` is the system's default.
    package static var tcpKeepaliveCount: Self { Self(ZMQ_TCP_KEEPALIVE_CNT) }
    /// Seconds without traffic before the first probe; `nil` is the system's default.
    package static var tcpKeepaliveIdleSeconds: Self { Self(ZMQ_TCP_KEEPALIVE_IDLE) }
    /// Seconds between probes; `nil` is the system's default.
    package static var tcpKeepaliveIntervalSeconds: Self { Self(ZMQ_TCP_KEEPALIVE_INTVL) }
}

extension SocketOption where Value == Int64?, Access == ReadWrite {
    /// The largest frame in bytes that is taken from a peer; who sends a larger one is disconnected. `nil` is no bound.
    package static var maximumMessageSize: Self { Self(ZMQ_MAXMSGSIZE) }
}

// Times.
extension SocketOption where Value == Duration?, Access == ReadWrite {
    /// How long messages sent may outlive their closed socket; `nil` is forever.
    package static var linger: Self { Self(ZMQ_LINGER) }
    /// How long a receive waits; `nil` is forever, zero not at all.
    package static var receiveTimeout: Self { Self(ZMQ_RCVTIMEO) }
    /// How long a send waits; `nil` is forever, zero not at all.
    package static var sendTimeout: Self { Self(ZMQ_SNDTIMEO) }
    /// How long a peer may be silent after a heartbeat; `nil` is as long as the interval, zero is without bound.
    package static var heartbeatTimeout: Self { Self(ZMQ_HEARTBEAT_TIMEOUT) }
    /// The pause before connecting again; `nil` is never again.
    package static var reconnectInterval: Self { Self(ZMQ_RECONNECT_IVL) }
}

extension SocketOption where Value == Duration, Access == ReadWrite {
    /// How long a new connection may take to introduce itself; zero is without bound.
    package static var handshakeInterval: Self { Self(ZMQ_HANDSHAKE_IVL) }
    /// The time between heartbeats to every peer; zero is none.
    package static var heartbeatInterval: Self { Self(ZMQ_HEARTBEAT_IVL) }
    /// After how long without a heartbeat of this socket its peers end the connection, in tenths of a second; zero: never.
    package static var heartbeatTimeToLive: Self { Self(ZMQ_HEARTBEAT_TTL) }
    /// How long one attempt to connect over tcp may take; zero is the system's bound.
    package static var connectTimeout: Self { Self(ZMQ_CONNECT_TIMEOUT) }
    /// How long sent bytes may go unacknowledged, or wait for room at the peer, before the system ends a tcp connection
    /// (Linux's `TCP_USER_TIMEOUT`); zero is the system's default.
    package static var tcpMaximumRetransmitTime: Self { Self(ZMQ_TCP_MAXRT) }
    /// Up to where the pause before connecting again grows, doubling; zero is not to grow.
    package static var maximumReconnectInterval: Self { Self(ZMQ_RECONNECT_IVL_MAX) }
}

// Behaviour.
extension SocketOption where Value == Bool, Access == ReadWrite {
    /// Whether messages are queued for complete connections only.
    package static var immediate: Self { Self(ZMQ_IMMEDIATE) }
    /// Whether only the last message is kept. Not for messages of several frames.
    package static var conflate: Self { Self(ZMQ_CONFLATE) }
    package static var ipv6: Self { Self(ZMQ_IPV6) }
}

extension SocketOption where Value == Bool?, Access == ReadWrite {
    /// Whether idle connections are probed; `nil` is the system's default. With a `tcpMaximumRetransmitTime` that one bounds
    /// the probing, and `tcpKeepaliveCount` does not.
    package static var tcpKeepalive: Self { Self(ZMQ_TCP_KEEPALIVE) }
}

extension SocketOption where Value == Bool, Access == WriteOnly {
    /// Whether XPUB shows repeated subscriptions too, not only the first to a topic.
    package static var xpubVerbose: Self { Self(ZMQ_XPUB_VERBOSE) }
    /// Whether XPUB shows repeated subscriptions and cancellations too.
    package static var xpubVerboser: Self { Self(ZMQ_XPUB_VERBOSER) }
    /// Whether XPUB refuses a message (sends it to nobody) while the queue of a subscriber that wants it is full, instead of
    /// leaving that subscriber out. May be changed at any time.
    package static var xpubNoDrop: Self { Self(ZMQ_XPUB_NODROP) }
    /// Whether XPUB shows each subscription and cancellation of each subscriber, and does nothing about it: `subscribe` and
    /// `unsubscribe` are then about whoever sent the message that was received last. libzmq 4.3 looks neither whether that
    /// one is still connected, nor at messages that are no subscriptions: see `GuardedSubscriptions`.
    package static var xpubManual: Self { Self(ZMQ_XPUB_MANUAL) }
    /// Whether ROUTER refuses a message to an unknown peer (`EHOSTUNREACH`), instead of dropping it.
    package static var routerMandatory: Self { Self(ZMQ_ROUTER_MANDATORY) }
    /// Whether a peer with the routing id of a connected one takes its place.
    package static var routerHandover: Self { Self(ZMQ_ROUTER_HANDOVER) }
}

extension SocketOption where Value == [UInt8], Access == ReadWrite {
    /// By what name a ROUTER knows this socket: 1–255 bytes, not beginning with zero.
    package static var routingId: Self { Self(ZMQ_ROUTING_ID) }
}

extension SocketOption where Value == [UInt8], Access == WriteOnly {
    fileprivate static var subscription: Self { Self(ZMQ_SUBSCRIBE) }
    fileprivate static var cancelledSubscription: Self { Self(ZMQ_UNSUBSCRIBE) }
}

// State.
extension SocketOption where Value == String, Access == ReadOnly {
    /// The address last bound or connected, with the port that was taken for `*`; empty before.
    package static var lastEndpoint: Self { Self(ZMQ_LAST_ENDPOINT) }
}

extension SocketOption where Value == Bool, Access == ReadOnly {
    /// Whether the frame received last is followed by one of the same message.
    package static var receiveMore: Self { Self(ZMQ_RCVMORE) }
}

extension SocketOption where Value == SocketType, Access == ReadOnly {
    package static var type: Self { Self(ZMQ_TYPE) }
}

extension SocketOption where Value == Readiness, Access == ReadOnly {
    /// What can be done now without waiting.
    package static var events: Self { Self(ZMQ_EVENTS) }
}

extension SocketOption where Value == Int, Access == ReadOnly {
    /// Becomes readable when `events` may have changed; to be watched, never read. It reports changes, not states: after
    /// every wake-up, and after every send or receive, `events` tells what there is.
    package static var fileDescriptor: Self { Self(ZMQ_FD) }
}

extension SocketType: SocketOptionValue {
    package init?(encoded: Int32) {
        guard let type = Self.allCases.first(where: { $0.code == encoded }) else { return nil }
        self = type
    }

    package var encoded: Int32? { code }
}
