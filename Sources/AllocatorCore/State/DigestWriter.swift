/// A 128-bit hash: FNV-1a (Fowler, Noll, Vo) over 64-bit words.
///
/// It detects accidental differences between states. It does not resist an attacker who searches for collisions.
struct DigestWriter: Sendable {
    private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013B
    private(set) var value: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D

    mutating func write(_ word: UInt64) {
        value = (value ^ UInt128(word)) &* Self.prime
        // A multiplication carries only upwards. The shift mixes high bits into low ones.
        value ^= value >> 61
    }

    mutating func write(_ number: Int64) { write(UInt64(bitPattern: number)) }

    mutating func write(_ number: Int) { write(Int64(number)) }

    mutating func write(_ flag: Bool) { write(flag ? 1 : 0 as UInt64) }

    mutating func write(_ name: Name) {
        write(name.count)
        var word: UInt64 = 0
        var length = 0
        for byte in name.string.utf8 {
            word = word << 8 | UInt64(byte)
            length += 1
            if length == 8 {
                write(word)
                (word, length) = (0, 0)
            }
        }
        if length > 0 { write(word) }
    }

    mutating func write(_ name: Name?) {
        write(name != nil)
        if let name { write(name) }
    }

    /// Hashes a collection regardless of its order.
    mutating func writeUnordered<Element>(
        _ elements: some Collection<Element>, _ writeElement: (inout DigestWriter, Element) -> Void
    ) {
        var sum: UInt128 = 0
        for element in elements {
            var writer = DigestWriter()
            writeElement(&writer, element)
            sum &+= writer.value
        }
        write(elements.count)
        write(UInt64(truncatingIfNeeded: sum))
        write(UInt64(truncatingIfNeeded: sum >> 64))
    }

    /// The hash as 32 hexadecimal digits.
    var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 32 - digits.utf8.count) + digits
    }
}
