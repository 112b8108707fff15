import AllocatorCore

/// A malformed field of a message: its path, the problem and what to do.
package struct MalformedField: Error, Hashable, Sendable {
    /// The path of schema field names, such as `total.resources[3].scalar.value`.
    package let path: String

    /// The problem, and after a colon the remedy.
    package let problem: String

    init(_ path: String, _ problem: String) {
        self.path = path
        self.problem = problem
    }

    static func missing(_ path: String, _ remedy: String) -> MalformedField {
        MalformedField(path, "is missing: \(remedy)")
    }

    /// Creates the error for an enum's unknown number, or for zero where zero is not a value.
    static func unknown(_ path: String, number: Int, known: String) -> MalformedField {
        MalformedField(path, "has the unknown number \(number): give \(known)")
    }

    /// Prepends the field of the enclosing message to the path.
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
    /// The maximum length of a sender's text that an error message quotes, in Unicode scalars.
    package static let maximumQuotedLength = 64
}

// MARK: - Paths in errors

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

/// Reads each value of a map in key order, so that the error for several bad values is deterministic.
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
