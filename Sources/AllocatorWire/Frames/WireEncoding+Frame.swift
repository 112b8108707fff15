extension WireEncoding {
    /// Detects the encoding of a frame: JSON if it begins with `{`, optionally after whitespace or a byte order mark.
    /// In binary, `{` would start a group in field 15, which every top-level message reserves.
    package init(of frame: RawSpan) {
        self = frame.withUnsafeBytes { JSONText.isJSON($0) } ? .json : .binary
    }
}
