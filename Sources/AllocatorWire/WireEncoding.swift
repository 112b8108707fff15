/// The two forms that every message of the schema has on the wire.
package enum WireEncoding: Hashable, Sendable, CaseIterable {
    case binary
    case json

    /// A frame whose first byte is `{` is JSON. No binary message begins with it: there it would be a group in field 15,
    /// which every message that travels alone keeps reserved.
    package init(of frame: RawSpan) {
        let isJSON = !frame.isEmpty && frame.unsafeLoad(as: UInt8.self) == UInt8(ascii: "{")
        self = isJSON ? .json : .binary
    }
}
