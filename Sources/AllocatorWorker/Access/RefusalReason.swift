import ZeroMQ

/// The reason why a connection was refused.
enum RefusalReason: String, CaseIterable, Sendable {
    /// The peer does not use CURVE.
    case noCurve = "no_curve"
    /// The peer used another server key than this worker's public key.
    case wrongServerKey = "wrong_server_key"
    /// The key is not in the allow-list.
    case unknownKey = "unknown_key"
    /// The peer disconnected or timed out before it sent its key.
    case incomplete
    case malformed

    /// - Returns: `nil` if the authenticator has already counted the failure.
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
