/// The first fault of a JSON text.
struct JSONMistake: Error {
    let reason: DecodingFailure.Reason
    /// The path of schema field names, empty for the text as a whole.
    var path = ""
    /// The problem, and after a colon the remedy.
    let problem: String
    let offset: Int

    /// Prepends the enclosing value's component to the path.
    func inside(_ component: String) -> JSONMistake {
        var mistake = self
        switch path.first {
        case nil: mistake.path = component
        case "[": mistake.path = component + path
        default: mistake.path = "\(component).\(path)"
        }
        return mistake
    }
}

/// Checks a JSON text against the schema before swift-protobuf reads it. swift-protobuf reports neither the field nor
/// the place of an error, and skips unknown fields in all messages or in none.
///
/// swift-protobuf reads without error every text that passes. The check also refuses some texts that swift-protobuf
/// would read: duplicate fields, unknown fields of our own messages, and control characters or bad escapes in skipped
/// values.
struct JSONCheck {
    private var cursor: JSONCursor
    private let deepest: Int
    /// The nesting depth of objects, and of lists in skipped values.
    private var depth = 0

    private init(_ cursor: JSONCursor, deepest: Int) {
        self.cursor = cursor
        self.deepest = deepest
    }

    /// - Parameters:
    ///   - cursor: A cursor at the beginning of a text in valid UTF-8.
    ///   - deepest: The maximum nesting depth of objects.
    /// - Complexity: O(n) in the bytes; the stack is bounded by `deepest`.
    static func check(
        _ cursor: JSONCursor, as schema: MessageSchema, deepest: Int
    ) throws(JSONMistake) {
        var check = JSONCheck(cursor, deepest: deepest)
        check.cursor.skipBlanks()
        try check.object(schema)
        check.cursor.skipBlanks()
        guard check.cursor.isAtEnd else {
            throw JSONMistake(
                reason: .trailingBytes, problem: "has text after its end: send one message per frame",
                offset: check.cursor.offset)
        }
    }

    // MARK: - Objects and lists

    /// Checks the fields of a message.
    private mutating func object(_ schema: MessageSchema) throws(JSONMistake) {
        var seen: UInt64 = 0
        try eachMember(expecting: "an object {…}") { (check, key, start) throws(JSONMistake) in
            guard let field = key.hasEscapes ? schema.field(named: key.string) : schema.field(named: key.raw) else {
                guard !schema.isOwn else { throw Self.unknown(key.string, schema, at: start) }
                return try check.skipValue()
            }
            do throws(JSONMistake) {
                try check.member(field, of: schema, &seen, at: start)
            } catch {
                throw error.inside(field.name)
            }
        }
    }

    private mutating func member(
        _ field: MessageSchema.Field, of schema: MessageSchema, _ seen: inout UInt64, at start: Int
    ) throws(JSONMistake) {
        let bit: UInt64 = 1 << UInt64(field.index)
        guard seen & bit == 0 else {
            throw JSONMistake(reason: .duplicateField, problem: "is given twice: keep one", offset: start)
        }
        seen |= bit
        if let oneof = field.oneof, cursor.next != UInt8(ascii: "n") {
            let other = schema.fields.first {
                $0.oneof == oneof && $0.index != field.index && seen & 1 << $0.index != 0
            }
            if let other {
                throw JSONMistake(
                    reason: .conflictingFields, problem: "conflicts with \(other.name): keep one",
                    offset: start)
            }
        }
        // `null` means absent, so it does not conflict with other fields of its oneof.
        if cursor.skip(word: "null") {
            if field.oneof != nil { seen &= ~bit }
            return
        }
        switch field.shape {
        case .singular: try value(field.kind)
        case .repeated: try list(of: field.kind)
        case .map: try map(to: field.kind)
        }
    }

    private mutating func list(of kind: MessageSchema.Kind) throws(JSONMistake) {
        try begin(UInt8(ascii: "["), expecting: "a list […]")
        if cursor.skip(UInt8(ascii: "]")) { return }
        var index = 0
        repeat {
            cursor.skipBlanks()
            do throws(JSONMistake) {
                try value(kind)
            } catch {
                throw error.inside("[\(index)]")
            }
            index += 1
            cursor.skipBlanks()
        } while cursor.skip(UInt8(ascii: ","))
        try end(UInt8(ascii: "]"))
    }

    private mutating func map(to kind: MessageSchema.Kind) throws(JSONMistake) {
        var keys: Set<String> = []
        try eachMember(expecting: "an object {…} of names and values") { (check, key, start) throws(JSONMistake) in
            let key = key.string
            do throws(JSONMistake) {
                guard keys.insert(key).inserted else {
                    throw JSONMistake(reason: .duplicateField, problem: "is given twice: keep one", offset: start)
                }
                try check.value(kind)
            } catch {
                throw error.inside("[\(MalformedField.quoted(key))]")
            }
        }
    }

    /// Visits the members of an object, with the cursor at each value.
    private mutating func eachMember(
        expecting expected: String,
        _ body: (inout JSONCheck, JSONCursor.Text, Int) throws(JSONMistake) -> Void
    ) throws(JSONMistake) {
        let start = cursor.offset
        try begin(UInt8(ascii: "{"), expecting: expected)
        try descend(at: start)
        defer { depth -= 1 }
        if cursor.skip(UInt8(ascii: "}")) { return }
        repeat {
            cursor.skipBlanks()
            let start = cursor.offset
            let key = try lexed { (cursor) throws(JSONCursor.Mistake) in
                let key = try cursor.string()
                cursor.skipBlanks()
                try cursor.require(UInt8(ascii: ":"))
                return key
            }
            cursor.skipBlanks()
            try body(&self, key, start)
            cursor.skipBlanks()
        } while cursor.skip(UInt8(ascii: ","))
        try end(UInt8(ascii: "}"))
    }

    private mutating func begin(_ bracket: UInt8, expecting expected: String) throws(JSONMistake) {
        guard cursor.skip(bracket) else { throw mistake(expected) }
        cursor.skipBlanks()
    }

    private mutating func end(_ bracket: UInt8) throws(JSONMistake) {
        try lexed { (cursor) throws(JSONCursor.Mistake) in try cursor.require(bracket) }
    }

    private mutating func descend(at start: Int) throws(JSONMistake) {
        depth += 1
        guard depth <= deepest else {
            throw JSONMistake(
                reason: .nestedTooDeep(limit: deepest), problem: "is nested deeper than \(deepest) levels",
                offset: start)
        }
    }

    // MARK: - Values

    private mutating func value(_ kind: MessageSchema.Kind) throws(JSONMistake) {
        switch kind {
        case .message(let name): try object(Schema.shared[name])
        case .string: _ = try text(expecting: "a string")
        case .double: try number(finiteIn: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
        case .float:
            try number(finiteIn: -Double(Float.greatestFiniteMagnitude)...Double(Float.greatestFiniteMagnitude))
        case .int32: try integer(Int32.self)
        case .int64: try integer(Int64.self)
        case .uint32: try integer(UInt32.self)
        case .uint64: try integer(UInt64.self)
        case .bool:
            guard cursor.skip(word: "true") || cursor.skip(word: "false") else { throw mistake("true or false") }
        case .enumeration(let values): try enumeration(values)
        case .duration:
            let start = cursor
            let text = try text(expecting: JSONNumber.durationRule)
            guard JSONNumber.isDuration(text.string) else { throw mistake(JSONNumber.durationRule, at: start) }
        case .bytes:
            let start = cursor
            let text = try text(expecting: "base64 in a string")
            guard JSONNumber.isBase64(text.raw) else { throw mistake("base64 in a string", at: start) }
        }
    }

    private mutating func text(expecting expected: String) throws(JSONMistake) -> JSONCursor.Text {
        guard cursor.next == UInt8(ascii: "\"") else { throw mistake(expected) }
        return try lexed { (cursor) throws(JSONCursor.Mistake) in try cursor.string() }
    }

    private mutating func enumeration(_ values: EnumSchema) throws(JSONMistake) {
        let start = cursor
        let expected = "one of \(values.list)"
        guard cursor.next == UInt8(ascii: "\"") else {
            guard let token = numberToken(), JSONNumber.integer(token, as: Int32.self) != nil else {
                throw mistake(expected, at: start)
            }
            return
        }
        let name = try text(expecting: expected).string
        guard values.names.contains(name) else { throw mistake(expected, at: start, reason: .unknownEnumValue) }
    }

    private mutating func integer<Value: FixedWidthInteger & Sendable>(_: Value.Type) throws(JSONMistake) {
        let start = cursor
        guard let token = try numberOrText(), JSONNumber.integer(token, as: Value.self) != nil else {
            throw mistake("a whole number from \(Value.min) to \(Value.max)", at: start)
        }
    }

    private mutating func number(finiteIn range: ClosedRange<Double>) throws(JSONMistake) {
        let start = cursor
        let isText = cursor.next == UInt8(ascii: "\"")
        let token = try numberOrText()
        if isText, let token, JSONNumber.isWordForNumber(token) { return }
        guard let token, let value = JSONNumber.double(token), range.contains(value) else {
            throw mistake("a number", at: start)
        }
    }

    /// Reads a number's text, with or without quotes, or returns `nil` if there is none.
    private mutating func numberOrText() throws(JSONMistake) -> String? {
        guard cursor.next == UInt8(ascii: "\"") else { return numberToken() }
        return try text(expecting: "a number").string
    }

    private mutating func numberToken() -> String? {
        (try? cursor.number()).map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: - Unknown fields of Mesos's messages

    /// Skips a value of an unknown field, which only has to be well-formed JSON.
    private mutating func skipValue() throws(JSONMistake) {
        switch cursor.next {
        case UInt8(ascii: "{"):
            try eachMember(expecting: "an object {…}") { (check, _, _) throws(JSONMistake) in try check.skipValue() }
        case UInt8(ascii: "["):
            try descend(at: cursor.offset)
            defer { depth -= 1 }
            try skipList()
        case UInt8(ascii: "\""): _ = try text(expecting: "a string")
        default:
            if cursor.skip(word: "null") || cursor.skip(word: "true") || cursor.skip(word: "false") { return }
            let start = cursor
            guard let token = numberToken(), JSONNumber.double(token) != nil else {
                throw mistake("a value", at: start)
            }
        }
    }

    private mutating func skipList() throws(JSONMistake) {
        try begin(UInt8(ascii: "["), expecting: "a list […]")
        if cursor.skip(UInt8(ascii: "]")) { return }
        repeat {
            cursor.skipBlanks()
            try skipValue()
            cursor.skipBlanks()
        } while cursor.skip(UInt8(ascii: ","))
        try end(UInt8(ascii: "]"))
    }

    // MARK: - Errors

    /// Returns the error for a value of the wrong type at the cursor.
    private func mistake(_ expected: String) -> JSONMistake { mistake(expected, at: cursor) }

    private func mistake(
        _ expected: String, at start: JSONCursor, reason: DecodingFailure.Reason = .wrongType
    ) -> JSONMistake {
        guard !start.isAtEnd else { return Self.mistake(.truncated, at: start.offset) }
        return JSONMistake(
            reason: reason, problem: "is \(JSONExcerpt.value(at: start)): give \(expected)", offset: start.offset)
    }

    private static func unknown(_ name: String, _ schema: MessageSchema, at offset: Int) -> JSONMistake {
        let remedy = schema.fieldLike(name).map { "did you mean \($0)?" } ?? "correct its name, or leave it out"
        return JSONMistake(
            reason: .unknownField, path: JSONExcerpt.name(name), problem: "is no field of \(schema.name): \(remedy)",
            offset: offset)
    }

    private mutating func lexed<Value>(
        _ body: (inout JSONCursor) throws(JSONCursor.Mistake) -> Value
    ) throws(JSONMistake) -> Value {
        do throws(JSONCursor.Mistake) {
            return try body(&cursor)
        } catch {
            throw Self.mistake(error, at: cursor.offset)
        }
    }

    private static func mistake(_ mistake: JSONCursor.Mistake, at offset: Int) -> JSONMistake {
        switch mistake {
        case .truncated:
            JSONMistake(reason: .truncated, problem: "ends too early: send the whole message", offset: offset)
        case .unexpected:
            JSONMistake(
                reason: .malformed, problem: "is not well-formed JSON: look for a missing comma, colon or bracket",
                offset: offset)
        case .controlCharacter:
            JSONMistake(
                reason: .malformed, problem: "has a control character in a string: escape it as \\u00XX", offset: offset
            )
        case .badEscape:
            JSONMistake(
                reason: .malformed, problem: "has an invalid escape or an unpaired surrogate",
                offset: offset)
        }
    }
}
