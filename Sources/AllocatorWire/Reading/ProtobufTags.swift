/// The tag of a field of a binary message: its number and the wire type of its value.
enum Tag {
    static func integer(_ field: UInt64) -> UInt64 { field << 3 }
    static func fixed64(_ field: UInt64) -> UInt64 { field << 3 | 1 }
    static func text(_ field: UInt64) -> UInt64 { field << 3 | 2 }
    /// The tag of a nested message, with the same wire type as text.
    static func message(_ field: UInt64) -> UInt64 { field << 3 | 2 }
}

/// The fields seen in a message. The rules for a repeated singular field, replacing or merging, are left to the full
/// decoder.
struct SeenFields {
    private var bits: UInt64 = 0

    mutating func note(_ field: UInt64) throws(NeedsFullDecoder) {
        guard field < 64 else { throw NeedsFullDecoder() }
        let bit: UInt64 = 1 << field
        guard bits & bit == 0 else { throw NeedsFullDecoder() }
        bits |= bit
    }
}

extension UnsafeRawBufferPointer {
    /// Whether all bytes are ASCII, checked eight at a time.
    var isASCII: Bool {
        var position = 0
        while position + 8 <= count {
            if loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
            position += 8
        }
        while position < count {
            if self[position] >= 0x80 { return false }
            position += 1
        }
        return true
    }

    /// Whether the bytes equal the UTF-8 of `text`.
    func spell(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.count == count && elementsEqual(utf8)
        }
    }

    func spell(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && text.withUTF8Buffer { elementsEqual($0) }
    }
}
