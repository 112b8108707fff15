/// By what a socket learns that the machine at the other end has vanished: without FIN or RST the system tells nothing, and
/// a socket that only receives would wait for ever.
///
/// Three means are set on every socket, each where it cannot end a connection that is well:
///
/// - **TCP keepalive**, on all. The other system answers the probes, however busy its process is. Probes go out on an idle
///   connection only: one with unsent or unacknowledged bytes is left to retransmission.
/// - **ZMTP heartbeats with a time to live**, from those who connect and send little: SUB, DEALER and REQ. Their bytes make
///   the system of a new machine at the address answer with RST; and where they cease, libzmq at the other end ends the
///   connection, whatever still waits there to be sent. The retransmission of these few bytes is bounded, too.
/// - **A bound on connecting**: a vanished machine does not refuse, and the system alone would try for minutes, with
///   growing pauses.
///
/// libzmq 4.3 stops both of a connection's timers only for a whole message that it could hand on (`decode_and_push` of
/// `stream_engine_base.cpp`). Hence what is left out:
///
/// - No time-out for PONG (`ZMQ_HEARTBEAT_TIMEOUT`). An engine whose queue is full reads nothing, PONG neither: a master
///   that the worker makes wait, and a subscriber that is behind, would be cut off though they are well.
/// - No time to live from PUSH, XPUB and ROUTER. Their messages may be large: one that takes longer than that would end the
///   connection, and again after each new one.
package enum Liveness {
    /// The time between two heartbeats.
    package static let heartbeatInterval: Duration = .seconds(2)
    /// Without a heartbeat for so long, the other end ends the connection.
    package static let heartbeatTimeToLive: Duration = .seconds(6)
    /// Together as long as `heartbeatTimeToLive`: the idle time, and so many probes.
    package static let keepaliveIdleSeconds = 3
    package static let keepaliveIntervalSeconds = 1
    package static let keepaliveCount = 3
    /// How long one attempt to connect may take: the first packet and one more, which the system sends a second later.
    package static let connectTimeout: Duration = .seconds(3)

    /// Whether a socket of this type announces itself by heartbeats.
    static func sendsHeartbeats(_ type: SocketType) -> Bool {
        switch type {
        case .sub, .dealer, .req: true
        case .pair, .pub, .rep, .router, .pull, .push, .xpub, .xsub, .stream: false
        }
    }
}

extension SocketHandle {
    /// Before the socket binds or connects.
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
        // Peers read what these sockets send at once, so bytes that wait for so long have no peer any more.
        try set(.tcpMaximumRetransmitTime, to: Liveness.heartbeatTimeToLive)
    }
}
