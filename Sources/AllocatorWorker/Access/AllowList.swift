import ZeroMQ

/// The keys that may connect. Whoever is not in it may nothing.
package struct AllowList: Hashable, Sendable {
    package static let maximumKeys = 10_000

    /// By the key in Z85.
    private let keys: [String: AllowedKey]

    /// - Precondition: no two entries have the same key.
    package init(_ entries: [AllowedKey]) {
        keys = Dictionary(uniqueKeysWithValues: entries.map { ($0.key.text, $0) })
    }

    package var count: Int { keys.count }

    /// - Parameter key: in Z85.
    package subscript(key: String) -> AllowedKey? { keys[key] }

    /// In no order.
    var allKeys: some Collection<String> { keys.keys }
}
