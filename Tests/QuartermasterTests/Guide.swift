import Foundation

/// A guide page: the shell commands that it shows, and what it says that they print.
struct Guide {
    /// A command with the output that the page shows, in which `…` stands for any text.
    struct Example {
        let command: String
        let output: String
    }

    /// A Bash script that runs the page from top to bottom. The output of each example is between two marks.
    let script: String
    let examples: [Example]

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    private static let folder = repository.appending(path: "Sources/quartermaster/quartermaster.docc")

    /// The names of the pages that have something to run.
    static let names = ["Commands", "Durability", "Explaining", "Operating", "Quota", "Security"]

    init(named name: String) throws {
        self.init(try String(contentsOf: Self.folder.appending(path: "\(name).md"), encoding: .utf8))
    }

    /// - Parameter text: the page. Blocks of the language `sh` are run as they are. A block of the language `console`
    ///   has commands, each after `$ `, followed by its output.
    init(_ text: String) {
        var script = "set -euo pipefail\nip link set lo up\n"
        var examples: [Example] = []
        for block in text.matches(of: /(?ms)^```(sh|console)\n(.*?)^```/) {
            guard block.output.1 == "console" else {
                script += block.output.2
                continue
            }
            for entry in "\n\(block.output.2)".components(separatedBy: "\n$ ").dropFirst() {
                let lines = entry.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                let example = Example(command: String(lines[0]), output: lines.count > 1 ? String(lines[1]) : "")
                script += "echo '\(Self.mark(examples.count))'\n\(example.command)\necho '\(Self.endMark)'\n"
                examples.append(example)
            }
        }
        self.script = script
        self.examples = examples
    }

    private static func mark(_ number: Int) -> String { "=== example \(number)" }
    private static let endMark = "=== end"

    /// Returns the output of the script for an example, or `nil` if the script did not get there.
    func printed(forExample number: Int, in output: String) -> String? {
        guard let start = output.range(of: Self.mark(number) + "\n"),
            let end = output.range(of: Self.endMark, range: start.upperBound..<output.endIndex)
        else { return nil }
        return String(output[start.upperBound..<end.lowerBound])
    }
}

extension Guide.Example {
    /// Whether `text` is the output that the page shows, apart from the widths of columns.
    func matches(_ text: String) -> Bool {
        let parts = output.components(separatedBy: "…").map(Self.words)
        let text = Self.words(text)
        guard parts.count > 1 else { return text == parts[0] }
        guard text.hasPrefix(parts[0]), text.hasSuffix(parts[parts.count - 1]) else { return false }
        var rest = text.dropFirst(parts[0].count).dropLast(parts[parts.count - 1].count)
        for part in parts.dropFirst().dropLast() {
            guard let found = rest.range(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }

    private static func words(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
