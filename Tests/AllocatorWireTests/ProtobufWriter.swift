/// Writes protobuf's binary form from literal field numbers. It knows nothing of the schema, so that what it writes can
/// show whether the schema has the numbers that it must have.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    private enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
    }

    static func message(_ fill: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        fill(&writer)
        return writer.bytes
    }

    /// Also for enums and Booleans.
    mutating func integer(_ field: UInt64, _ value: Int64) {
        tag(field, .varint)
        varint(UInt64(bitPattern: value))
    }

    mutating func double(_ field: UInt64, _ value: Double) {
        tag(field, .fixed64)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func string(_ field: UInt64, _ value: String) {
        lengthDelimited(field, Array(value.utf8))
    }

    mutating func message(_ field: UInt64, _ fill: (inout ProtobufWriter) -> Void) {
        lengthDelimited(field, Self.message(fill))
    }

    /// One entry of a map is a message: its key in field 1, its value in field 2.
    mutating func entry(_ field: UInt64, _ key: String, _ fill: (inout ProtobufWriter) -> Void) {
        message(field) { entry in
            entry.string(1, key)
            entry.message(2, fill)
        }
    }

    mutating func lengthDelimited(_ field: UInt64, _ value: [UInt8]) {
        tag(field, .lengthDelimited)
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func tag(_ field: UInt64, _ type: WireType) {
        varint(field << 3 | type.rawValue)
    }
}
