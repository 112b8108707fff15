import CZeroMQ

/// An event that a monitor reports of a socket.
package struct SocketEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case listening(fileDescriptor: Int32)
        case bindFailed(errno: Int32)
        /// A peer has connected to the bound socket. The connection may have ended by now, and its file descriptor may
        /// belong to another one.
        case accepted(fileDescriptor: Int32)
        case acceptFailed(errno: Int32)
        /// The socket has connected to a peer.
        case connected(fileDescriptor: Int32)
        /// The handshake of a connection has succeeded, and messages may pass.
        case handshakeSucceeded
        case handshakeFailed(HandshakeFailure)
        /// The connection has ended. It is reported before its file descriptor is closed.
        case disconnected(fileDescriptor: Int32)
        /// The socket no longer listens, or has given up an attempt to connect.
        case closed(fileDescriptor: Int32)
    }

    /// The reason why a handshake failed.
    package enum HandshakeFailure: Hashable, Sendable, CaseIterable {
        /// The peers do not agree on encryption: only one of them wants it.
        case otherMechanism
        /// The peer encrypts for another public key than this socket's.
        case undecipherable
        /// The authenticator denied the peer.
        case denied
        /// The connection ended or timed out.
        case ended
        /// The peer sent malformed data.
        case malformed

        init(protocolError number: Int32) {
            self =
                switch number {
                case ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH: .otherMechanism
                case ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC: .undecipherable
                default: .malformed
                }
        }
    }

    package let kind: Kind
    /// The socket's own endpoint if it is bound, or that of its peer if it has connected.
    package let endpoint: String

    /// The kinds of events to report.
    package struct Kinds: OptionSet, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) { self.rawValue = rawValue }

        /// Connections and their ends: `accepted`, `connected` and `disconnected`.
        package static let connections = Kinds(
            rawValue: Int32(ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_CONNECTED | ZMQ_EVENT_DISCONNECTED))
        /// Connections whose handshakes fail.
        package static let refusals = Kinds(
            rawValue: Int32(
                ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
                    | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH))
        package static let all = Kinds(rawValue: Int32(ZMQ_EVENT_ALL))
    }

    /// Parses the two frames of an event, as `zmq_socket_monitor(3)` describes them: a 16-bit number and a 32-bit value
    /// in the machine's byte order, and the endpoint.
    ///
    /// - Returns: `nil` for events that this type does not have.
    init?(_ frames: [[UInt8]]) {
        guard frames.count == 2, frames[0].count == 6 else { return nil }
        let (number, value) = frames[0].withUnsafeBytes {
            (
                Int32($0.loadUnaligned(fromByteOffset: 0, as: UInt16.self)),
                $0.loadUnaligned(fromByteOffset: 2, as: Int32.self)
            )
        }
        switch number {
        case ZMQ_EVENT_LISTENING: kind = .listening(fileDescriptor: value)
        case ZMQ_EVENT_BIND_FAILED: kind = .bindFailed(errno: value)
        case ZMQ_EVENT_ACCEPTED: kind = .accepted(fileDescriptor: value)
        case ZMQ_EVENT_ACCEPT_FAILED: kind = .acceptFailed(errno: value)
        case ZMQ_EVENT_CONNECTED: kind = .connected(fileDescriptor: value)
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: kind = .handshakeSucceeded
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: kind = .handshakeFailed(.ended)
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: kind = .handshakeFailed(.denied)
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: kind = .handshakeFailed(HandshakeFailure(protocolError: value))
        case ZMQ_EVENT_DISCONNECTED: kind = .disconnected(fileDescriptor: value)
        case ZMQ_EVENT_CLOSED: kind = .closed(fileDescriptor: value)
        default: return nil
        }
        endpoint = String(decoding: frames[1], as: UTF8.self)
    }
}
