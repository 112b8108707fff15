/// The layout of SQLite's write-ahead log: https://www.sqlite.org/fileformat.html#the_write_ahead_log.
enum LogLayout {
    static let headerSize = 32
    static let frameHeaderSize = 24
    static let version: UInt32 = 3_007_000
    /// The magic number, whose last bit gives the byte order of the checksums.
    static let magic: UInt32 = 0x377F_0682
}

/// The two running checksums of a log: each frame's continue from those of the frame before it.
struct LogChecksum: Equatable {
    var first: UInt32 = 0
    var second: UInt32 = 0

    /// - Parameter bytes: A multiple of 8 of them.
    mutating func update(_ bytes: UnsafeRawBufferPointer, isBigEndian: Bool) {
        for offset in stride(from: 0, to: bytes.count - 7, by: 8) {
            let words = (
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self),
                bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
            )
            first &+= (isBigEndian ? UInt32(bigEndian: words.0) : UInt32(littleEndian: words.0)) &+ second
            second &+= (isBigEndian ? UInt32(bigEndian: words.1) : UInt32(littleEndian: words.1)) &+ first
        }
    }
}

struct LogSalts: Equatable {
    let first: UInt32
    let second: UInt32
}

/// The header of a log, intact or not.
struct LogHeader {
    let isWhole: Bool
    let isBigEndian: Bool
    let pageSize: Int
    let salts: LogSalts
    let checksum: LogChecksum

    init(_ bytes: UnsafeRawBufferPointer) {
        let words = (0..<8).map { bytes.bigEndianWord(at: $0 * 4) }
        isBigEndian = words[0] & 1 == 1
        salts = LogSalts(first: words[4], second: words[5])
        checksum = LogChecksum(first: words[6], second: words[7])
        let size = Int(words[2])
        let isPageSize = (512...65_536).contains(size) && size & (size - 1) == 0
        // The page size of all journals.
        pageSize = isPageSize ? size : JournalFormat.pageSize
        var computed = LogChecksum()
        computed.update(UnsafeRawBufferPointer(rebasing: bytes[..<24]), isBigEndian: isBigEndian)
        isWhole =
            words[0] & ~1 == LogLayout.magic && words[1] == LogLayout.version && isPageSize && computed == checksum
    }
}

/// The header before each page of a log.
struct LogFrameHeader {
    let page: UInt32
    /// Whether this frame ends a transaction.
    let isCommit: Bool
    let salts: LogSalts
    let checksum: LogChecksum

    init(_ bytes: UnsafeRawBufferPointer) {
        page = bytes.bigEndianWord(at: 0)
        isCommit = bytes.bigEndianWord(at: 4) != 0
        salts = LogSalts(first: bytes.bigEndianWord(at: 8), second: bytes.bigEndianWord(at: 12))
        checksum = LogChecksum(first: bytes.bigEndianWord(at: 16), second: bytes.bigEndianWord(at: 20))
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndianWord(at offset: Int) -> UInt32 {
        UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
