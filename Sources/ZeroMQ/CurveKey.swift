import CZeroMQ

/// A public key of CURVE. It identifies the peer that has the secret key to it.
package struct CurvePublicKey: Hashable, Sendable {
    /// The number of characters of `text`.
    package static let textLength = 40
    package static let byteCount = 32

    /// The key in Z85 (ZeroMQ's RFC 32).
    package let text: String
    let bytes: [UInt8]

    /// Parses a key in Z85.
    ///
    /// - Returns: `nil` if the text is malformed.
    package init?(text: String) {
        guard let bytes = Z85.decode(text) else { return nil }
        self.text = text
        self.bytes = bytes
    }

    /// Makes a key of its bytes.
    ///
    /// - Returns: `nil` unless there are 32.
    package init?(bytes: [UInt8]) {
        guard let text = Z85.encode(bytes) else { return nil }
        self.text = text
        self.bytes = bytes
    }
}

/// A secret key of CURVE. Neither a description nor a dump shows it.
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

/// A secret key and its public key.
package struct CurveKeyPair: Hashable, Sendable {
    package let publicKey: CurvePublicKey
    package let secretKey: CurveSecretKey

    /// Generates a pair from the system's random bytes.
    package static func generate() throws(ZeroMQError) -> CurveKeyPair {
        var publicText = Z85.blank
        var secretText = Z85.blank
        // Fails only if libzmq was built without CURVE.
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

    /// Derives the pair of a secret key.
    ///
    /// - Returns: `nil` if libzmq was built without CURVE.
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
    /// The size of a key's text with its terminating zero.
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
