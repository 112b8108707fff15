/// CRC-32C (Castagnoli): polynomial 0x1EDC6F41, reflected, with all ones as initial value and final XOR, as in RFC 3720
/// (iSCSI), section 12.1.
///
/// It detects every error burst of up to 32 bits, and misses other damage with a probability of 2⁻³². It does not
/// protect against deliberate changes.
struct CRC32C: Sendable {
    private var remainder: UInt32 = .max

    /// The checksum of all bytes so far.
    var value: UInt32 { ~remainder }

    /// Adds a number as 8 bytes in little-endian order.
    mutating func update(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { update($0) }
    }

    /// Adds bytes, eight at a time ("slicing by 8", Kounavis and Berry, 2005).
    ///
    /// - Complexity: O(n) in the bytes.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var remainder = remainder
        Self.tables.withUnsafeBufferPointer { tables in
            var offset = 0
            while offset + 8 <= bytes.count {
                let loaded = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                let word = UInt64(littleEndian: loaded) ^ UInt64(remainder)
                remainder =
                    tables[0x700 + Int(word & 0xFF)] ^ tables[0x600 + Int(word >> 8 & 0xFF)]
                    ^ tables[0x500 + Int(word >> 16 & 0xFF)] ^ tables[0x400 + Int(word >> 24 & 0xFF)]
                    ^ tables[0x300 + Int(word >> 32 & 0xFF)] ^ tables[0x200 + Int(word >> 40 & 0xFF)]
                    ^ tables[0x100 + Int(word >> 48 & 0xFF)] ^ tables[Int(word >> 56)]
                offset += 8
            }
            for byte in bytes[offset...] {
                remainder = remainder >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)]
            }
        }
        self.remainder = remainder
    }

    /// Eight tables of 256 entries. Table k holds the remainders of a byte followed by k zero bytes.
    private static let tables: [UInt32] = {
        var tables = (0..<256).map { byte in
            (0..<8).reduce(UInt32(byte)) { remainder, _ in
                remainder >> 1 ^ (remainder & 1 == 0 ? 0 : 0x82F6_3B78)
            }
        }
        for index in 256..<8 * 256 {
            let before = tables[index - 256]
            tables.append(before >> 8 ^ tables[Int(before & 0xFF)])
        }
        return tables
    }()
}
