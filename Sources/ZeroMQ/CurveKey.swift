import CZeroMQ

/// The public key of a peer in CURVE: who has the secret key to it is who it claims to be.
package struct CurvePublicKey: Hashable, Sendable {
    /// Characters of `text`.
    package static let textLength = 40
    package static let byteCount = 32

    /// In Z85 (ZeroMQ's RFC 32).
    package let text: String
    let bytes: [UInt8]

    /// Nil for what is no key in Z85.
    package init?(text: String) {
        guard let bytes = Z85.decode(text) else { return nil }
        self.text = text
        self.bytes = bytes
    }

    /// Nil for other than 32 bytes.
    package init?(bytes: [UInt8]) {
        guard let text = Z85.encode(bytes) else { return nil }
        self.text = text
        self.bytes = bytes
    }
}

/// A secret key of CURVE. It shows itself to nobody: not in a description, not in a dump.
package struct CurveSecretKey: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    let text: String
    let bytes: [UInt8]

    init?(text: String) {
        guard let bytes = Z85.decode(text) else { return nil }
        self.text = text
        self.bytes = bytes
    }

    package var description: String { "(a secret key)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A secret key and the public one that belongs to it.
package struct CurveKeyPair: Hashable, Sendable {
    package let publicKey: CurvePublicKey
    package let secretKey: CurveSecretKey

    /// A new pair, from the system's random bytes.
    package static func generate() throws(ZeroMQError) -> CurveKeyPair {
        var publicText = Z85.blank
        var secretText = Z85.blank
        // Fails only where libzmq was built without CURVE.
        guard zmq_curve_keypair(&publicText, &secretText) == 0 else { throw .last(.createKeyPair) }
        guard let publicKey = CurvePublicKey(text: Z85.text(publicText)),
            let secretKey = CurveSecretKey(text: Z85.text(secretText))
        else { preconditionFailure("libzmq made a key that is none") }
        return CurveKeyPair(publicKey: publicKey, secretKey: secretKey)
    }

    private init(publicKey: CurvePublicKey, secretKey: CurveSecretKey) {
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// The pair of a secret key; nil where the system has no CURVE.
    init?(of secretKey: CurveSecretKey) {
        var publicText = Z85.blank
        guard zmq_curve_public(&publicText, secretKey.text) == 0,
            let publicKey = CurvePublicKey(text: Z85.text(publicText))
        else { return nil }
        self.init(publicKey: publicKey, secretKey: secretKey)
    }
}

/// Keys as text and as bytes.
private enum Z85 {
    /// Room for a key and its closing zero.
    static var blank: [CChar] { Array(repeating: 0, count: CurvePublicKey.textLength + 1) }

    static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count == CurvePublicKey.textLength, !text.utf8.contains(0) else { return nil }
        var bytes = [UInt8](repeating: 0, count: CurvePublicKey.byteCount)
        return zmq_z85_decode(&bytes, text) == nil ? nil : bytes
    }

    static func encode(_ bytes: [UInt8]) -> String? {
        guard bytes.count == CurvePublicKey.byteCount else { return nil }
        var text = blank
        return zmq_z85_encode(&text, bytes, bytes.count) == nil ? nil : Self.text(text)
    }

    static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
