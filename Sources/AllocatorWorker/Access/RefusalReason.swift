import ZeroMQ

/// Why a connection was not let in.
enum RefusalReason: String, CaseIterable, Sendable {
    /// The peer does not encrypt.
    case noCurve = "no_curve"
    /// It encrypts for another worker: it has not this one's public key.
    case wrongServerKey = "wrong_server_key"
    /// Its key is not in the allow-list.
    case unknownKey = "unknown_key"
    /// It went, or took too long, before it had shown a key.
    case incomplete
    case malformed

    /// Nil for what the authenticator has counted itself.
    init?(_ failure: SocketEvent.HandshakeFailure) {
        switch failure {
        case .otherMechanism: self = .noCurve
        case .undecipherable: self = .wrongServerKey
        case .denied: return nil
        case .ended: self = .incomplete
        case .malformed: self = .malformed
        }
    }
}
