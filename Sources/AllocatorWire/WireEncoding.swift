/// An encoding of messages on the wire.
package enum WireEncoding: Hashable, Sendable, CaseIterable {
    case binary
    case json
}
