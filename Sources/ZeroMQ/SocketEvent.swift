import CZeroMQ

/// What a monitor tells of a socket.
package struct SocketEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case listening(fileDescriptor: Int32)
        case bindFailed(errno: Int32)
        /// A peer has connected to the bound socket. It may be gone again by now, and its file descriptor another one's.
        case accepted(fileDescriptor: Int32)
        case acceptFailed(errno: Int32)
        /// The socket has connected to a peer.
        case connected(fileDescriptor: Int32)
        /// The handshake of a connection is done: messages may pass.
        case handshakeSucceeded
        case handshakeFailed(HandshakeFailure)
        /// The connection has ended. Told before its file descriptor is closed.
        case disconnected(fileDescriptor: Int32)
        /// The socket no longer listens, or has given up a connection that it tried.
        case closed(fileDescriptor: Int32)
    }

    /// Why no message may pass.
    package enum HandshakeFailure: Hashable, Sendable, CaseIterable {
        /// The peers do not agree on how to encrypt: one wants to and the other does not.
        case otherMechanism
        /// What should be encrypted for this socket's key is not: the peer has another one of it.
        case undecipherable
        /// The authenticator did not let the peer in.
        case denied
        /// The connection ended, or took too long.
        case ended
        /// What came is none of what should come.
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
    /// The socket's own endpoint where it is bound, that of its peer where it has connected.
    package let endpoint: String

    /// Which events are told of.
    package struct Kinds: OptionSet, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) { self.rawValue = rawValue }

        /// Connections that come and go: `accepted`, `connected` and `disconnected`.
        package static let connections = Kinds(
            rawValue: Int32(ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_CONNECTED | ZMQ_EVENT_DISCONNECTED))
        /// Connections that are refused before any message passes.
        package static let refusals = Kinds(
            rawValue: Int32(
                ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
                    | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH))
        package static let all = Kinds(rawValue: Int32(ZMQ_EVENT_ALL))
    }

    /// The two frames of an event, as `zmq_socket_monitor(3)` has them: a 16-bit number and a 32-bit value in the machine's
    /// order, and the endpoint. Nil for what this type leaves out.
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
