import FoundationEssentials
import SwiftProtobuf

/// The schema of a message, with its fields by JSON name.
final class MessageSchema: Sendable {
    /// The kind of a field's value, or of a repeated field's element.
    enum Kind: Sendable {
        case double, float, bool, string, bytes
        case int32, int64, uint32, uint64
        case duration
        case enumeration(EnumSchema)
        /// A message, by its full name because messages may be recursive.
        case message(String)
    }

    enum Shape: Sendable {
        case singular
        case repeated
        /// A map. All maps of the schema have string keys.
        case map
    }

    struct Field: Sendable {
        /// The field's name in the schema.
        let name: String
        let number: Int
        let kind: Kind
        let shape: Shape
        /// The index of the field's oneof, or `nil` if it is in none.
        let oneof: Int?
        /// The field's position in the message, which identifies its bit in the set of fields seen.
        let index: Int
    }

    private struct Spelling: Sendable {
        let bytes: [UInt8]
        let field: Int
    }

    /// The maximum number of fields of a message, because a 64-bit set records those already seen.
    static let maximumFields = 64

    /// The message's name without the package.
    let name: String
    let fields: [Field]
    /// Whether unknown fields are errors. In Mesos's messages they are skipped.
    let isOwn: Bool
    /// The spellings of field names, by length in bytes.
    private let spellings: [[Spelling]]

    fileprivate init(_ name: String, _ fields: [Field], jsonNames: [String], isOwn: Bool) {
        precondition(fields.count <= Self.maximumFields, "a message of the schema has more fields than bits")
        self.name = name
        self.fields = fields
        self.isOwn = isOwn
        var spellings: [[Spelling]] = []
        for (field, jsonName) in zip(fields, jsonNames) {
            for name in Set([field.name, jsonName]) {
                let bytes = Array(name.utf8)
                while spellings.count <= bytes.count { spellings.append([]) }
                spellings[bytes.count].append(Spelling(bytes: bytes, field: field.index))
            }
        }
        self.spellings = spellings
    }

    /// Looks up a field by its name in snake_case or lowerCamelCase.
    func field(named name: UnsafeRawBufferPointer) -> Field? {
        guard name.count < spellings.count else { return nil }
        let found = spellings[name.count].first { spelling in
            spelling.bytes.withUnsafeBytes { $0.elementsEqual(name) }
        }
        return found.map { fields[$0.field] }
    }

    func field(number: Int) -> Field? { fields.first { $0.number == number } }
}

/// The schema of an enum, with its values by name.
struct EnumSchema: Sendable {
    let names: Set<String>
    /// The list of names for error messages, in the order of the schema.
    let list: String

    fileprivate init(_ descriptor: Google_Protobuf_EnumDescriptorProto) {
        names = Set(descriptor.value.map(\.name))
        list = descriptor.value.map(\.name).joined(separator: ", ")
    }
}

/// All messages of the schema, read once from the descriptors that `deploy/generate-wire` embeds.
struct Schema: Sendable {
    static let shared = Schema()
    static let event = shared["\(package).Event"]
    private static let package = "quartermaster"

    private let messages: [String: MessageSchema]

    /// The message with a full name.
    ///
    /// - Precondition: The schema contains the message.
    subscript(name: String) -> MessageSchema {
        guard let message = messages[name] else { preconditionFailure("the schema has no message \(name)") }
        return message
    }

    private init() {
        let text = SchemaDescriptors.base64
        guard let bytes = Data(base64Encoded: text),
            let files = try? Google_Protobuf_FileDescriptorSet(serializedBytes: bytes)
        else { preconditionFailure("the embedded schema cannot be read: run deploy/generate-wire") }
        var reader = DescriptorReader()
        for file in files.file { reader.collect(file) }
        messages = reader.messages(isOwn: { $0 != "\(Self.package).mesos" })
    }
}

/// Builds schemas from descriptors: first collects all names, then resolves the fields' types.
private struct DescriptorReader {
    private struct Collected {
        let descriptor: Google_Protobuf_DescriptorProto
        let package: String
    }

    private var collected: [String: Collected] = [:]
    private var enums: [String: EnumSchema] = [:]

    mutating func collect(_ file: Google_Protobuf_FileDescriptorProto) {
        for descriptor in file.enumType { enums["\(file.package).\(descriptor.name)"] = EnumSchema(descriptor) }
        for descriptor in file.messageType { collect(descriptor, in: file.package, package: file.package) }
    }

    private mutating func collect(
        _ descriptor: Google_Protobuf_DescriptorProto, in scope: String, package: String
    ) {
        let name = "\(scope).\(descriptor.name)"
        collected[name] = Collected(descriptor: descriptor, package: package)
        for inner in descriptor.enumType { enums["\(name).\(inner.name)"] = EnumSchema(inner) }
        for inner in descriptor.nestedType { collect(inner, in: name, package: package) }
    }

    func messages(isOwn: (String) -> Bool) -> [String: MessageSchema] {
        collected.mapValues { message in
            let fields = message.descriptor.field
            return MessageSchema(
                message.descriptor.name, fields.enumerated().map { field($1, at: $0) },
                jsonNames: fields.map(\.jsonName),
                isOwn: isOwn(message.package))
        }
    }

    private func field(_ field: Google_Protobuf_FieldDescriptorProto, at index: Int) -> MessageSchema.Field {
        var kind = kind(of: field)
        var shape = field.label == .repeated ? MessageSchema.Shape.repeated : .singular
        if case .message(let name) = kind, let entry = collected[name]?.descriptor, entry.options.mapEntry {
            // The first field of a map entry is the key.
            precondition(entry.field[0].type == .string, "maps of the schema have strings as keys")
            kind = self.kind(of: entry.field[1])
            shape = .map
        }
        return MessageSchema.Field(
            name: field.name, number: Int(field.number), kind: kind, shape: shape,
            oneof: field.hasOneofIndex && !field.proto3Optional ? Int(field.oneofIndex) : nil, index: index)
    }

    private func kind(of field: Google_Protobuf_FieldDescriptorProto) -> MessageSchema.Kind {
        // Full type names in descriptors begin with a dot.
        let reference = String(field.typeName.dropFirst())
        switch field.type {
        case .double: return .double
        case .float: return .float
        case .bool: return .bool
        case .string: return .string
        case .bytes: return .bytes
        case .int32, .sint32, .sfixed32: return .int32
        case .int64, .sint64, .sfixed64: return .int64
        case .uint32, .fixed32: return .uint32
        case .uint64, .fixed64: return .uint64
        case .enum: if let values = enums[reference] { return .enumeration(values) }
        case .message, .group:
            if reference == "google.protobuf.Duration" { return .duration }
            if collected[reference] != nil { return .message(reference) }
        }
        missing(reference)
    }

    private func missing(_ reference: String) -> Never {
        preconditionFailure("the embedded schema lacks \(reference): run deploy/generate-wire")
    }
}
