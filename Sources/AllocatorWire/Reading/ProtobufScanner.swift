/// The error for bytes outside the usual form, which the full decoder must read.
struct NeedsFullDecoder: Error {}

/// Scans the fields of a binary message in place. Gives up on everything that common encoders never write: overlong
/// varints, truncated fields, invalid UTF-8.
///
/// It is valid as long as the bytes are, and never reads beyond them.
struct ProtobufScanner {
    private var position: UnsafeRawPointer
    private let end: UnsafeRawPointer

    /// Creates a scanner, or returns `nil` if the buffer is empty.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return nil }
        self.init(start, start + bytes.count)
    }

    private init(_ position: UnsafeRawPointer, _ end: UnsafeRawPointer) {
        self.position = position
        self.end = end
    }

    var isAtEnd: Bool { position == end }

    /// Reads a tag: `field << 3 | wireType`.
    @inline(__always)
    mutating func tag() throws(NeedsFullDecoder) -> UInt64 { try varint() }

    /// Reads a varint of at most 63 bits in its shortest form.
    @inline(__always)
    mutating func varint() throws(NeedsFullDecoder) -> UInt64 {
        guard position < end else { throw NeedsFullDecoder() }
        let first = position.load(as: UInt8.self)
        guard first >= 0x80 else {
            position += 1
            return UInt64(first)
        }
        return try longVarint()
    }

    private mutating func longVarint() throws(NeedsFullDecoder) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard position < end else { throw NeedsFullDecoder() }
            let byte = position.load(as: UInt8.self)
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                guard byte > 0 || shift == 0 else { throw NeedsFullDecoder() }
                return value
            }
        }
        throw NeedsFullDecoder()
    }

    mutating func bool() throws(NeedsFullDecoder) -> Bool {
        switch try varint() {
        case 0: false
        case 1: true
        default: throw NeedsFullDecoder()
        }
    }

    mutating func double() throws(NeedsFullDecoder) -> Double {
        guard end - position >= 8 else { throw NeedsFullDecoder() }
        defer { position += 8 }
        return Double(bitPattern: UInt64(littleEndian: position.loadUnaligned(as: UInt64.self)))
    }

    /// Reads the bytes of a length-delimited field.
    @inline(__always)
    mutating func bytes() throws(NeedsFullDecoder) -> UnsafeRawBufferPointer {
        let count = try varint()
        guard count <= UInt64(end - position) else { throw NeedsFullDecoder() }
        defer { position += Int(count) }
        return UnsafeRawBufferPointer(start: position, count: Int(count))
    }

    /// Reads a nested message.
    @inline(__always)
    mutating func message() throws(NeedsFullDecoder) -> ProtobufScanner {
        let bytes = try bytes()
        guard let inner = ProtobufScanner(bytes) else { throw NeedsFullDecoder() }
        return inner
    }

    mutating func text() throws(NeedsFullDecoder) -> String { try Self.text(bytes()) }

    static func text(_ bytes: UnsafeRawBufferPointer) throws(NeedsFullDecoder) -> String {
        // Fast path for ASCII. UTF-8 validation would cost more than all other work on a name.
        if bytes.isASCII {
            return String(unsafeUninitializedCapacity: bytes.count) { storage in
                UnsafeMutableRawBufferPointer(storage).copyMemory(from: bytes)
                return bytes.count
            }
        }
        guard let text = String(validating: bytes.bindMemory(to: UInt8.self), as: UTF8.self) else {
            throw NeedsFullDecoder()
        }
        return text
    }

    // MARK: - General varints

    /// Reads a varint of up to 64 bits in any length that protobuf allows.
    /// - Returns: `nil` if the varint is truncated or too long.
    static func varint(
        of bytes: UnsafeRawBufferPointer, from position: inout Int, upTo end: Int
    ) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else { return nil }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
