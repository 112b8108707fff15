import FoundationEssentials

/// A message of a stream of server-sent events, as HTML's specification writes it (section 9.2).
package struct ServerSentEvent: Hashable, Sendable {
    /// Bytes as they go out, the empty line at the end included. Shared by all viewers.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - name: The event's name for the page, letters only.
    ///   - data: Any text; each of its lines becomes one of the message.
    package init(_ name: StaticString, data: some Collection<UInt8>) {
        var bytes = Array("event: \(name)\n".utf8)
        // The browser also ends lines at a carriage return, so each such line becomes a field: no text ends a message.
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            bytes.append(contentsOf: "data: ".utf8)
            bytes.append(contentsOf: line)
            bytes.append(0x0A)
        }
        bytes.append(0x0A)
        self.bytes = bytes
    }

    /// A message whose data is `value` as JSON, its keys in the order of their names.
    package init(_ name: StaticString, json value: some Encodable) {
        self.init(name, data: PageJSON.encode(value))
    }
}

/// JSON as the page reads it.
package enum PageJSON {
    package static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        do {
            return Array(try encoder.encode(value))
        } catch {
            preconditionFailure("strings, numbers and lists of them can always be encoded: \(error)")
        }
    }
}
