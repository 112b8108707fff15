import AllocatorCore

/// A malformed field of a message: its path, the problem and what to do.
package struct MalformedField: Error, Hashable, Sendable {
    /// The names of the fields on the way to it, as the schema writes them: `total.resources[3].scalar.value`.
    package let path: String

    /// The problem, and after a colon what to do.
    package let problem: String

    init(_ path: String, _ problem: String) {
        self.path = path
        self.problem = problem
    }

    static func missing(_ path: String, _ remedy: String) -> MalformedField {
        MalformedField(path, "is missing: \(remedy)")
    }

    /// For a number of an enum that this version does not know, or zero where that says nothing.
    static func unknown(_ path: String, number: Int, known: String) -> MalformedField {
        MalformedField(path, "has the unknown number \(number): give \(known)")
    }

    /// The same field as seen from the message around it, in which `field` holds its message.
    func inside(_ field: String) -> MalformedField {
        switch path.first {
        case nil: MalformedField(field, problem)
        case "[": MalformedField(field + path, problem)
        default: MalformedField("\(field).\(path)", problem)
        }
    }

    /// Quotes a sender's text for a message, truncated to `WireLimits.maximumQuotedLength`.
    static func quoted(_ text: String) -> String {
        let head = text.unicodeScalars.prefix(WireLimits.maximumQuotedLength)
        let isWhole = head.endIndex == text.endIndex
        return "\"\(String(String.UnicodeScalarView(head)))\(isWhole ? "" : "…")\""
    }
}

extension MalformedField: CustomStringConvertible {
    package var description: String { "\(path) \(problem)" }
}

extension WireLimits {
    /// How much of a text that a sender chose is repeated in an error message, in Unicode scalars.
    package static let maximumQuotedLength = 64
}

// MARK: - Saying where

/// Reads the content of a field, and names the field in errors.
@inline(__always)
func read<Value>(
    _ field: @autoclosure () -> String, _ body: () throws(MalformedField) -> Value
) throws(MalformedField) -> Value {
    do {
        return try body()
    } catch {
        throw error.inside(field())
    }
}

/// Reads each element of a repeated field.
@inline(__always)
func readEach<Element, Value>(
    _ field: @autoclosure () -> String, of elements: [Element], _ body: (Element) throws(MalformedField) -> Value
) throws(MalformedField) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
        do {
            values.append(try body(element))
        } catch {
            throw error.inside("\(field())[\(index)]")
        }
    }
    return values
}

/// Reads each value of a map, in the order of the keys, so that of several bad values always the same one is named.
func readEach<Element, Value>(
    _ field: @autoclosure () -> String, of map: [String: Element], _ body: (Element) throws(MalformedField) -> Value
) throws(MalformedField) -> [Name: Value] {
    guard !map.isEmpty else { return [:] }
    var values: [Name: Value] = [:]
    values.reserveCapacity(map.count)
    for (key, element) in map.sorted(by: { $0.key < $1.key }) {
        do {
            values[Name(key)] = try body(element)
        } catch {
            throw error.inside("\(field())[\(MalformedField.quoted(key))]")
        }
    }
    return values
}
