import Testing

@testable import AllocatorJournal

@Suite struct CRC32CTests {
    /// The check value of the catalogue of CRCs, and the examples of RFC 3720, appendix B.4.
    static let published: [([UInt8], UInt32)] = [
        ([], 0),
        (Array("123456789".utf8), 0xE306_9283),
        ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
        ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
        ([UInt8](0..<32), 0x46DD_794E),
        ((0..<32).reversed(), 0x113F_DB5C),
    ]

    @Test(.timeLimit(.minutes(1)), arguments: published)
    func `it is the published one`(bytes: [UInt8], expected: UInt32) {
        #expect(Self.checksum([bytes]) == expected)
    }

    @Test(.timeLimit(.minutes(1)))
    func `it is the same however the bytes are cut into pieces`() {
        let bytes = (0..<67).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let whole = Self.checksum([bytes])
        for first in 0...bytes.count {
            for second in stride(from: first, through: bytes.count, by: 5) {
                let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]].map(Array.init)
                #expect(Self.checksum(pieces) == whole)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `every single bit counts`() {
        let bytes = [UInt8](repeating: 0x5A, count: 41)
        var seen: Set = [Self.checksum([bytes])]
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(seen.insert(Self.checksum([changed])).inserted)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a number is taken in as its bytes, the lowest first`() {
        var checksum = CRC32C()
        checksum.update(0x0807_0605_0403_0201)
        #expect(checksum.value == Self.checksum([[1, 2, 3, 4, 5, 6, 7, 8]]))
    }

    private static func checksum(_ pieces: [[UInt8]]) -> UInt32 {
        var checksum = CRC32C()
        for piece in pieces { piece.withUnsafeBytes { checksum.update($0) } }
        return checksum.value
    }
}
