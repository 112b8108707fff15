/// The two encodings that every message of the schema has on the wire.
package enum WireEncoding: Hashable, Sendable, CaseIterable {
    case binary
    case json
}
