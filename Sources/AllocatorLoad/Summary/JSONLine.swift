import Foundation

/// A JSON object on one line, for programs.
package enum JSONLine {
    /// Encodes a value with snake_case keys in alphabetical order. The keys of dictionaries stay as they are.
    package static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
