import Foundation

/// Encodes JSON objects on one line.
package enum JSONLine {
    /// Encodes a value with snake_case keys in alphabetical order. Keys of dictionaries stay unchanged.
    package static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
