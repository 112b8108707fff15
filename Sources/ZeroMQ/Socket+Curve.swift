import CZeroMQ

/// Encrypted connections between peers that are identified by keys. Both methods must be called before the socket binds
/// or connects.
extension Socket {
    /// Accepts only CURVE connections from peers that know this socket's public key and that the context's
    /// `Authenticator` admits. Without an authenticator, libzmq admits every peer that encrypts, and messages have no
    /// `MessageSender`.
    ///
    /// - Parameter domain: The name of this socket for the authenticator: not empty, at most 255 bytes.
    package borrowing func admitByCurve(_ keys: CurveKeyPair, domain: String) throws(ZeroMQError) {
        precondition(!domain.isEmpty, "a CURVE server needs a domain for its authenticator")
        try set(.curveServer, to: true)
        try set(.curveSecretKey, to: keys.secretKey.bytes)
        try set(.authenticationDomain, to: domain)
    }

    /// Connects only by CURVE, with `keys` as this socket's own pair and only to the owner of `serverKey`.
    package borrowing func identifyByCurve(
        as keys: CurveKeyPair, to serverKey: CurvePublicKey
    ) throws(ZeroMQError) {
        try set(.curveServerKey, to: serverKey.bytes)
        try set(.curvePublicKey, to: keys.publicKey.bytes)
        try set(.curveSecretKey, to: keys.secretKey.bytes)
    }
}

extension SocketOption where Value == Bool, Access == WriteOnly {
    fileprivate static var curveServer: Self { Self(key: ZMQ_CURVE_SERVER, name: "curveServer") }
}

extension SocketOption where Value == [UInt8], Access == WriteOnly {
    fileprivate static var curvePublicKey: Self { Self(key: ZMQ_CURVE_PUBLICKEY, name: "curvePublicKey") }
    fileprivate static var curveSecretKey: Self { Self(key: ZMQ_CURVE_SECRETKEY, name: "curveSecretKey") }
    fileprivate static var curveServerKey: Self { Self(key: ZMQ_CURVE_SERVERKEY, name: "curveServerKey") }
}

extension SocketOption where Value == String, Access == WriteOnly {
    fileprivate static var authenticationDomain: Self { Self(key: ZMQ_ZAP_DOMAIN, name: "authenticationDomain") }
}
