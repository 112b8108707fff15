extension WireEncoding {
    /// The encoding of a frame: JSON if it begins with `{`, optionally after blanks or a byte order mark. No binary
    /// message begins with `{`: that byte would begin a group in field 15, which every top-level message keeps
    /// reserved.
    package init(of frame: RawSpan) {
        self = frame.withUnsafeBytes { JSONText.isJSON($0) } ? .json : .binary
    }
}
