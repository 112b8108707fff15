import ZeroMQ

/// The public keys that may connect, each with its rights. A connection with any other key is refused.
package struct AllowList: Hashable, Sendable {
    package static let maximumKeys = 10_000

    /// The entries by public key in Z85.
    private let keys: [String: AllowedKey]

    /// - Precondition: no two entries have the same key.
    package init(_ entries: [AllowedKey]) {
        keys = Dictionary(uniqueKeysWithValues: entries.map { ($0.key.text, $0) })
    }

    package var count: Int { keys.count }

    /// - Parameter key: The public key in Z85.
    package subscript(key: String) -> AllowedKey? { keys[key] }

    /// The public keys in Z85, in no particular order.
    var allKeys: some Collection<String> { keys.keys }
}
