import AllocatorWire
import YAMLConfiguration
import ZeroMQ

/// A reason why a text is no value of its setting.
struct SettingProblem: Error {
    let text: String
}

/// The text form of a setting's value.
struct SettingFormat<Value: Sendable>: Sendable {
    /// Reads a value, checking its bounds.
    let parse: @Sendable (String) throws(SettingProblem) -> Value
    /// Writes a value as a user would.
    let text: @Sendable (Value) -> String

    /// The same format for a value that may be left open.
    var optional: SettingFormat<Value?> {
        SettingFormat<Value?>(
            parse: { (text) throws(SettingProblem) in try parse(text) }, text: { $0.map(text) ?? "none" })
    }
}

extension SettingFormat where Value: CaseIterable & RawRepresentable<String> {
    /// One of the cases of a type.
    static var choice: SettingFormat {
        SettingFormat(
            parse: { (text) throws(SettingProblem) in
                if let choice = Value(rawValue: text) { return choice }
                let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
                throw SettingProblem(text: "\(Diagnostics.shown(text)) is not one of \(choices)")
            }, text: { $0.rawValue })
    }
}

extension SettingFormat<Endpoint> {
    static let endpoint = SettingFormat(
        parse: { (text) throws(SettingProblem) in
            do throws(Endpoint.Malformed) {
                return try Endpoint(text)
            } catch {
                throw SettingProblem(text: error.description)
            }
        }, text: { $0.address })
}

extension SettingFormat<Bool> {
    static let truth = SettingFormat(
        parse: { (text) throws(SettingProblem) in
            switch text {
            case "true": return true
            case "false": return false
            default: throw SettingProblem(text: "\(Diagnostics.shown(text)) is neither true nor false")
            }
        }, text: { "\($0)" })
}

extension SettingFormat<Int> {
    /// A whole number within bounds.
    static func number(_ range: ClosedRange<Int>) -> SettingFormat {
        SettingFormat(
            parse: { (text) throws(SettingProblem) in
                if let number = Int(text), range.contains(number) { return number }
                throw SettingProblem(
                    text:
                        "\(Diagnostics.shown(text)) is not a whole number from \(range.lowerBound) to "
                        + "\(range.upperBound)")
            }, text: { "\($0)" })
    }

    /// Whole milliseconds: a plain number of them, or a duration with a unit.
    static func milliseconds(_ range: ClosedRange<Int>) -> SettingFormat {
        SettingFormat(
            parse: { (text) throws(SettingProblem) in
                let unit: Int64 = 1_000_000
                if let nanoseconds = DurationText.nanoseconds(text, plain: .milliseconds(1)),
                    nanoseconds.isMultiple(of: unit), range.contains(Int(nanoseconds / unit))
                {
                    return Int(nanoseconds / unit)
                }
                throw SettingProblem(
                    text:
                        "\(Diagnostics.shown(text)) is not a duration from \(range.lowerBound) to \(range.upperBound) "
                        + "ms; give whole milliseconds, or a number with a unit: \(DurationText.examples)")
            }, text: { "\($0)" })
    }
}

extension SettingFormat<Duration> {
    /// A duration of whole milliseconds.
    static func milliseconds(_ range: ClosedRange<Int>) -> SettingFormat {
        let count = SettingFormat<Int>.milliseconds(range)
        return SettingFormat(
            parse: { (text) throws(SettingProblem) in .milliseconds(try count.parse(text)) },
            text: { "\(Int($0 / .milliseconds(1)))" })
    }
}

extension SettingFormat<UInt32> {
    /// The mode of a file, in octal.
    static let fileMode = SettingFormat(
        parse: { (text) throws(SettingProblem) in
            if let mode = UInt32(text, radix: 8), (0...0o777).contains(mode) { return mode }
            throw SettingProblem(
                text: "\(Diagnostics.shown(text)) is not a mode; give three octal digits, such as 0600 or 0660")
        }, text: { "0\(String($0, radix: 8))" })
}

extension SettingFormat<String> {
    /// A text of 1 to `longest` bytes.
    static func text(longest: Int) -> SettingFormat {
        SettingFormat(
            parse: { (text) throws(SettingProblem) in
                if (1...longest).contains(text.utf8.count) { return text }
                throw SettingProblem(text: "has \(text.utf8.count) bytes; give 1 to \(longest)")
            }, text: { $0 })
    }

    /// The path of a file or folder.
    ///
    /// - Parameter what: The file, for the message about a text that is no path.
    static func path(_ what: String) -> SettingFormat {
        SettingFormat(
            parse: { (text) throws(SettingProblem) in
                if !text.isEmpty && !text.utf8.contains(0) { return text }
                throw SettingProblem(text: "\(Diagnostics.shown(text)) is not a path; give \(what)")
            }, text: { $0 })
    }
}
