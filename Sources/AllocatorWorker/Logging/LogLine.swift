package import FoundationEssentials

/// The content of one line of the log.
package struct LogLine: Encodable {
    let time: String
    let level: String
    let message: String
    let metadata: [String: String]

    package init(time: Date, level: String, message: String, metadata: [String: String]) {
        self.time = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        self.level = level
        self.message = message
        self.metadata = metadata
    }

    package var text: String {
        let fields = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.quotedIfNeeded($0.value))" }
        return ([time, level, Self.escaped(message)] + fields).joined(separator: " ")
    }

    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        } catch {
            preconditionFailure("strings can always be encoded: \(error)")
        }
    }

    private static func quotedIfNeeded(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > UInt8(ascii: " ") && $0 != 0x22 && $0 != 0x7f }
        return isPlain ? value : value.debugDescription
    }

    /// Escapes line breaks and other control characters: messages may contain text from clients.
    private static func escaped(_ message: String) -> String {
        let isPlain = message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return isPlain ? message : message.debugDescription
    }
}
