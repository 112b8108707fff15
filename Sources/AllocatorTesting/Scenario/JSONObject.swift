import Foundation

/// A JSON object with typed access to its members.
struct JSONObject {
    let members: [String: Any]

    struct Mismatch: Error, CustomStringConvertible {
        var description: String
    }

    init(_ text: String) throws {
        guard let members = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            throw Mismatch(description: "no object: \(text.prefix(80))")
        }
        self.members = members
    }

    private init(members: [String: Any]) { self.members = members }

    /// The object as one line of JSON, members sorted by name.
    var text: String {
        let data = try? JSONSerialization.data(
            withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    func has(_ name: String) -> Bool { members[name] != nil }

    func object(_ name: String) throws -> JSONObject { JSONObject(members: try member(name)) }

    func objects(_ name: String) throws -> [JSONObject] {
        let list: [[String: Any]] = try member(name)
        return list.map { JSONObject(members: $0) }
    }

    func string(_ name: String) throws -> String { try member(name) }

    func integer(_ name: String) throws -> Int64 {
        let number: NSNumber = try member(name)
        return number.int64Value
    }

    private func member<Value>(_ name: String) throws -> Value {
        guard let value = members[name] as? Value else {
            throw Mismatch(description: "no \(Value.self) in '\(name)' of \(text.prefix(80))")
        }
        return value
    }
}
