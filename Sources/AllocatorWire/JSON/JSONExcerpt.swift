/// Parts of a JSON text as they may stand in one line of an error message, in bounded length.
enum JSONExcerpt {
    /// The value at the cursor, which need not be well formed.
    static func value(at start: JSONCursor) -> String {
        var end = start
        if (try? end.skipRoughly()) == nil { end = JSONCursor(start.bytes, at: start.bytes.count) }
        // Four bytes are the most that a scalar has.
        let most = min(end.offset, start.offset + 4 * (WireLimits.maximumQuotedLength + 1))
        var text = cut(String(decoding: start.bytes[start.offset..<most], as: UTF8.self))
        while text.last == " " { text.removeLast() }
        return text
    }

    /// A field's name, in quotes where it is no word.
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

    /// The beginning of a text, in Unicode scalars, with a blank for whatever may break the line.
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

    /// The field that a misspelt name most likely means; nil if none is similar.
    func fieldLike(_ name: String) -> String? {
        guard name.utf8.count <= WireLimits.maximumQuotedLength else { return nil }
        let wanted = Array(name.lowercased().utf8.filter { $0 != UInt8(ascii: "_") })
        let allowed = max(1, wanted.count / 3)
        let near = fields.map { field in
            (name: field.name, distance: Self.distance(wanted, field.name.utf8.filter { $0 != UInt8(ascii: "_") }))
        }
        return near.filter { $0.distance <= allowed }.min { $0.distance < $1.distance }?.name
    }

    /// How many letters must be changed, put in or left out (Levenshtein).
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
