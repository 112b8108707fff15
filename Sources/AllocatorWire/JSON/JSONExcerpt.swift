/// Excerpts of a JSON text for one-line error messages, in bounded length.
enum JSONExcerpt {
    /// Quotes the value at the cursor, which need not be well-formed.
    static func value(at start: JSONCursor) -> String {
        var end = start
        if (try? end.skipRoughly()) == nil { end = JSONCursor(start.bytes, at: start.bytes.count) }
        // A Unicode scalar has at most four bytes.
        let most = min(end.offset, start.offset + 4 * (WireLimits.maximumQuotedLength + 1))
        var text = cut(String(decoding: start.bytes[start.offset..<most], as: UTF8.self))
        while text.last == " " { text.removeLast() }
        return text
    }

    /// Formats a field's name, quoted unless it is an identifier.
    static func name(_ name: String) -> String {
        let isWord =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
        return isWord ? cut(name) : "\"\(cut(name))\""
    }

    private static func cut(_ text: String) -> String { line(text, atMost: WireLimits.maximumQuotedLength) }

    /// Truncates a text to `count` Unicode scalars and replaces characters that may break the line by spaces.
    static func line(_ text: String, atMost count: Int) -> String {
        var line = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard index < count else { return line + "…" }
            let breaksLine =
                scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || scalar == "\u{2028}" || scalar == "\u{2029}"
            line.unicodeScalars.append(breaksLine ? " " : scalar)
        }
        return line
    }
}

extension MessageSchema {
    func field(named name: String) -> Field? {
        var name = name
        return name.withUTF8 { field(named: UnsafeRawBufferPointer($0)) }
    }

    /// Returns the field that a misspelt name most likely means, or `nil` if none is similar.
    func fieldLike(_ name: String) -> String? {
        guard name.utf8.count <= WireLimits.maximumQuotedLength else { return nil }
        let wanted = Array(name.lowercased().utf8.filter { $0 != UInt8(ascii: "_") })
        let allowed = max(1, wanted.count / 3)
        let near = fields.map { field in
            (name: field.name, distance: Self.distance(wanted, field.name.utf8.filter { $0 != UInt8(ascii: "_") }))
        }
        return near.filter { $0.distance <= allowed }.min { $0.distance < $1.distance }?.name
    }

    /// The Levenshtein distance.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (index, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (place, letter) in other.enumerated() {
                let change = diagonal + (byte == letter ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(change, row[place] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
