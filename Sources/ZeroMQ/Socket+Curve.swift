import CZeroMQ

/// Encrypted connections to peers that are known by their keys. Either is to be called before the socket binds or connects.
extension Socket {
    /// Takes no connections but those of CURVE, from peers that know this socket's public key and that the context's
    /// `Authenticator` lets in. Without one, libzmq lets in whoever encrypts; its messages then tell of no `MessageSender`.
    ///
    /// - Parameter domain: What the authenticator is told of which socket it is about; not empty, 255 bytes at most.
    package borrowing func admitByCurve(_ keys: CurveKeyPair, domain: String) throws(ZeroMQError) {
        precondition(!domain.isEmpty, "without a domain nobody is asked who may connect")
        try set(.curveServer, to: true)
        try set(.curveSecretKey, to: keys.secretKey.bytes)
        try set(.authenticationDomain, to: domain)
    }

    /// Connects by CURVE only, as the owner of `keys` and to the owner of `serverKey` only.
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
