/// The two forms that every message of the schema has on the wire.
package enum WireEncoding: Hashable, Sendable, CaseIterable {
    case binary
    case json

    /// A frame that begins with `{` is JSON, also behind blanks or a byte order mark. No binary message begins with `{`: there
    /// it would be a group in field 15, which every message that travels alone keeps reserved.
    package init(of frame: RawSpan) {
        self = frame.withUnsafeBytes { JSONText.isJSON($0) } ? .json : .binary
    }
}
