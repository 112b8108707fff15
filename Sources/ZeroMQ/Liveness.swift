/// The settings by which a socket notices that the peer's machine has vanished. Without FIN or RST the system reports
/// nothing, and a socket that only receives would wait forever.
///
/// Three settings apply, each where it cannot end a healthy connection:
///
/// - **TCP keepalive**, on all sockets. The peer's system answers the probes, however busy its process is. Probes are
///   only sent on idle connections; with unsent or unacknowledged bytes, retransmission takes over.
/// - **ZMTP heartbeats with a time to live**, from SUB, DEALER and REQ, which connect and send little. Their bytes make
///   a new machine at the address answer with RST. When they stop, libzmq at the other end closes the connection,
///   whatever it has queued. The retransmission of these few bytes is bounded, too.
/// - **A connect timeout**: a vanished machine does not refuse connections, and the system alone would retry for
///   minutes with growing pauses.
///
/// libzmq 4.3 stops both timers of a connection only after a whole message that it could deliver (`decode_and_push` of
/// `stream_engine_base.cpp`). Hence what is not set:
///
/// - No timeout for PONG (`ZMQ_HEARTBEAT_TIMEOUT`). An engine with a full queue reads nothing, not even PONG. A master
///   that the worker makes wait and a slow subscriber would be disconnected although they are healthy.
/// - No time to live from PUSH, XPUB and ROUTER. Their messages may be large. One that takes longer than the time to
///   live would end the connection, and every following one.
package enum Liveness {
    /// The interval between heartbeats.
    package static let heartbeatInterval: Duration = .seconds(2)
    /// The time without a heartbeat after which the peer closes the connection.
    package static let heartbeatTimeToLive: Duration = .seconds(6)
    /// The idle time and the probes together, as long as `heartbeatTimeToLive`.
    package static let keepaliveIdleSeconds = 3
    package static let keepaliveIntervalSeconds = 1
    package static let keepaliveCount = 3
    /// The timeout of one attempt to connect: for the first packet and one retransmission, which the system sends a
    /// second later.
    package static let connectTimeout: Duration = .seconds(3)

    /// Whether a socket of this type sends heartbeats.
    static func sendsHeartbeats(_ type: SocketType) -> Bool {
        switch type {
        case .sub, .dealer, .req: true
        case .pair, .pub, .rep, .router, .pull, .push, .xpub, .xsub, .stream: false
        }
    }
}

extension SocketHandle {
    /// Must be called before the socket binds or connects.
    func setLiveness(of type: SocketType) throws(ZeroMQError) {
        try set(.tcpKeepalive, to: true)
        try set(.tcpKeepaliveIdleSeconds, to: Liveness.keepaliveIdleSeconds)
        try set(.tcpKeepaliveIntervalSeconds, to: Liveness.keepaliveIntervalSeconds)
        try set(.tcpKeepaliveCount, to: Liveness.keepaliveCount)
        try set(.connectTimeout, to: Liveness.connectTimeout)
        guard Liveness.sendsHeartbeats(type) else { return }
        try set(.heartbeatInterval, to: Liveness.heartbeatInterval)
        try set(.heartbeatTimeToLive, to: Liveness.heartbeatTimeToLive)
        try set(.heartbeatTimeout, to: .zero)
        // Peers read what these sockets send at once. Bytes that wait for longer have no peer any more.
        try set(.tcpMaximumRetransmitTime, to: Liveness.heartbeatTimeToLive)
    }
}
