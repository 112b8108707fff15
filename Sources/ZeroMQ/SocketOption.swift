import CZeroMQ
import Glibc

/// An option of a socket: its key, the type of its value, and whether it can be read, written or both.
package struct SocketOption<Value: SocketOptionValue, Access> {
    let key: Int32
    /// The name in errors.
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

    /// Most options only apply to later calls of bind and connect, so set them first.
    package borrowing func set<Value, Access: WritableOption>(
        _ option: SocketOption<Value, Access>, to value: Value
    ) throws(ZeroMQError) {
        try owner.set(option, to: value)
    }

    /// Subscribes a SUB to the messages that begin with `prefix`; the empty one covers all. Subscriptions are counted:
    /// each needs a call of `unsubscribe`.
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
    /// The maximum number of messages queued for sending to each peer; 0 is unlimited.
    package static var sendHighWaterMark: Self { Self(ZMQ_SNDHWM) }
    /// The maximum number of messages queued for receiving from each peer; 0 is unlimited.
    package static var receiveHighWaterMark: Self { Self(ZMQ_RCVHWM) }
    /// The maximum number of connections that wait to be accepted.
    package static var backlog: Self { Self(ZMQ_BACKLOG) }
}

extension SocketOption where Value == Int?, Access == ReadWrite {
    /// The kernel's send buffer in bytes; `nil` is the system's default.
    package static var sendBufferSize: Self { Self(ZMQ_SNDBUF) }
    /// The kernel's receive buffer in bytes; `nil` is the system's default.
    package static var receiveBufferSize: Self { Self(ZMQ_RCVBUF) }
    /// The number of unanswered probes that end a connection; `nil` is the system's default.
    package static var tcpKeepaliveCount: Self { Self(ZMQ_TCP_KEEPALIVE_CNT) }
    /// Seconds without traffic before the first probe; `nil` is the system's default.
    package static var tcpKeepaliveIdleSeconds: Self { Self(ZMQ_TCP_KEEPALIVE_IDLE) }
    /// Seconds between probes; `nil` is the system's default.
    package static var tcpKeepaliveIntervalSeconds: Self { Self(ZMQ_TCP_KEEPALIVE_INTVL) }
}

extension SocketOption where Value == Int64?, Access == ReadWrite {
    /// The maximum size of a received frame in bytes; a peer that exceeds it is disconnected. `nil` is unlimited.
    package static var maximumMessageSize: Self { Self(ZMQ_MAXMSGSIZE) }
}

// Times.
extension SocketOption where Value == Duration?, Access == ReadWrite {
    /// The time for which sent messages outlive their closed socket; `nil` is forever.
    package static var linger: Self { Self(ZMQ_LINGER) }
    /// The timeout of a receive; `nil` is forever, zero does not wait.
    package static var receiveTimeout: Self { Self(ZMQ_RCVTIMEO) }
    /// The timeout of a send; `nil` is forever, zero does not wait.
    package static var sendTimeout: Self { Self(ZMQ_SNDTIMEO) }
    /// The time for which a peer may be silent after a heartbeat; `nil` is the interval, zero is unlimited.
    package static var heartbeatTimeout: Self { Self(ZMQ_HEARTBEAT_TIMEOUT) }
    /// The pause before reconnecting; `nil` never reconnects.
    package static var reconnectInterval: Self { Self(ZMQ_RECONNECT_IVL) }
}

extension SocketOption where Value == Duration, Access == ReadWrite {
    /// The timeout of a connection's handshake; zero is unlimited.
    package static var handshakeInterval: Self { Self(ZMQ_HANDSHAKE_IVL) }
    /// The interval of heartbeats to every peer; zero sends none.
    package static var heartbeatInterval: Self { Self(ZMQ_HEARTBEAT_IVL) }
    /// The time without a heartbeat of this socket after which its peers close the connection, in tenths of a second;
    /// zero never closes it.
    package static var heartbeatTimeToLive: Self { Self(ZMQ_HEARTBEAT_TTL) }
    /// The timeout of one attempt to connect over tcp; zero is the system's.
    package static var connectTimeout: Self { Self(ZMQ_CONNECT_TIMEOUT) }
    /// The time for which sent bytes may be unacknowledged, or wait for room at the peer, before the system ends a tcp
    /// connection (Linux's `TCP_USER_TIMEOUT`); zero is the system's default.
    package static var tcpMaximumRetransmitTime: Self { Self(ZMQ_TCP_MAXRT) }
    /// The maximum of the doubling pause before reconnecting; zero does not double it.
    package static var maximumReconnectInterval: Self { Self(ZMQ_RECONNECT_IVL_MAX) }
}

// Behaviour.
extension SocketOption where Value == Bool, Access == ReadWrite {
    /// Whether messages are only queued for completed connections.
    package static var immediate: Self { Self(ZMQ_IMMEDIATE) }
    /// Whether only the last message is kept. It does not support messages of several frames.
    package static var conflate: Self { Self(ZMQ_CONFLATE) }
    package static var ipv6: Self { Self(ZMQ_IPV6) }
}

extension SocketOption where Value == Bool?, Access == ReadWrite {
    /// Whether idle connections are probed; `nil` is the system's default. `tcpMaximumRetransmitTime` takes precedence
    /// over `tcpKeepaliveCount`.
    package static var tcpKeepalive: Self { Self(ZMQ_TCP_KEEPALIVE) }
}

extension SocketOption where Value == Bool, Access == WriteOnly {
    /// Whether XPUB also reports repeated subscriptions to a topic.
    package static var xpubVerbose: Self { Self(ZMQ_XPUB_VERBOSE) }
    /// Whether XPUB also reports repeated subscriptions and cancellations.
    package static var xpubVerboser: Self { Self(ZMQ_XPUB_VERBOSER) }
    /// Whether XPUB refuses a message, and sends it to no subscriber, while the queue of any of its subscribers is
    /// full, instead of skipping that one. It may be changed at any time.
    package static var xpubNoDrop: Self { Self(ZMQ_XPUB_NODROP) }
    /// Whether XPUB reports every subscription and cancellation without applying it. `subscribe` and `unsubscribe` then
    /// apply to the sender of the message that was received last. libzmq 4.3 checks neither whether that peer is still
    /// connected, nor for messages that are no subscriptions: see `GuardedSubscriptions`.
    package static var xpubManual: Self { Self(ZMQ_XPUB_MANUAL) }
    /// Whether ROUTER refuses a message to an unknown peer (`EHOSTUNREACH`), instead of dropping it.
    package static var routerMandatory: Self { Self(ZMQ_ROUTER_MANDATORY) }
    /// Whether a peer with the routing id of a connected one replaces it.
    package static var routerHandover: Self { Self(ZMQ_ROUTER_HANDOVER) }
}

extension SocketOption where Value == [UInt8], Access == ReadWrite {
    /// The routing id of this socket at a ROUTER: 1–255 bytes, not beginning with zero.
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
    /// The operations that do not wait now.
    package static var events: Self { Self(ZMQ_EVENTS) }
}

extension SocketOption where Value == Int, Access == ReadOnly {
    /// A file descriptor that becomes readable when `events` may have changed. Poll it, but never read it. It reports
    /// changes, not states: read `events` after every wake-up, and after every send or receive.
    package static var fileDescriptor: Self { Self(ZMQ_FD) }
}

extension SocketType: SocketOptionValue {
    package init?(encoded: Int32) {
        guard let type = Self.allCases.first(where: { $0.code == encoded }) else { return nil }
        self = type
    }

    package var encoded: Int32? { code }
}
