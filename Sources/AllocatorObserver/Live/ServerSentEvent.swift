import FoundationEssentials

/// A server-sent event in the format of the HTML specification (section 9.2).
package struct ServerSentEvent: Hashable, Sendable {
    /// The encoded event including the empty line at its end, shared by all viewers.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - name: The event's name, letters only.
    ///   - data: Any text. Each of its lines becomes a `data` field.
    package init(_ name: StaticString, data: some Collection<UInt8>) {
        var bytes = Array("event: \(name)\n".utf8)
        // Browsers also treat a carriage return as a line end, so split there, too: the text can never end the event.
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            bytes.append(contentsOf: "data: ".utf8)
            bytes.append(contentsOf: line)
            bytes.append(0x0A)
        }
        bytes.append(0x0A)
        self.bytes = bytes
    }

    /// Creates an event with `value` as JSON, keys sorted.
    package init(_ name: StaticString, json value: some Encodable) {
        self.init(name, data: PageJSON.encode(value))
    }
}

/// The JSON encoding for the page.
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
