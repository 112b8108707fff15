/// What a field of a binary message begins with: its number and the form of its value.
enum Tag {
    static func integer(_ field: UInt64) -> UInt64 { field << 3 }
    static func fixed64(_ field: UInt64) -> UInt64 { field << 3 | 1 }
    static func text(_ field: UInt64) -> UInt64 { field << 3 | 2 }
    /// The same form as a text.
    static func message(_ field: UInt64) -> UInt64 { field << 3 | 2 }
}

/// Which fields of a message were there. A field that may be there once and comes again takes the place of the first one, or is
/// merged with it: that is left to who knows the rules.
struct SeenFields {
    private var bits: UInt64 = 0

    mutating func note(_ field: UInt64) throws(Unusual) {
        guard field < 64 else { throw Unusual() }
        let bit: UInt64 = 1 << field
        guard bits & bit == 0 else { throw Unusual() }
        bits |= bit
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these are the bytes of a text.
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
