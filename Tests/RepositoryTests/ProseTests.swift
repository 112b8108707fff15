import Foundation
import Testing

/// The rules for prose of `.github/CONTRIBUTING.md`, so far as a program can check them.
@Suite struct ProseTests {
    /// Words that hide the actor, or that no engineer writes. Put together from halves: this file is checked, too.
    static let wordsToAvoid: [(word: String, instead: String)] = [
        ("who" + "ever", "name the actor: the worker, a subscriber, a master, libzmq"),
        ("no" + "body", "name the actor: the worker, a subscriber, a master, libzmq"),
        ("some" + "body", "name the actor: the worker, a subscriber, a master, libzmq"),
        ("be " + "it", "write 'whether … or …', or name the cases"),
        ("by " + "and by", "say when"),
        ("come to " + "be", "write 'become'"),
        ("those " + "who", "name the actor: clients, subscribers, masters"),
        ("lets go " + "of", "write 'releases'"),
        ("let go " + "of", "write 'release'"),
    ]

    /// Words that no doc comment begins with: the first line is a noun phrase or a verb in the third person.
    static let badBeginnings = ["What", "Who", "Of", "Those", "Where", "As"]

    static let endings = [
        ".swift", ".md", ".py", ".js", ".html", ".css", ".yaml", ".yml", ".proto", ".h", ".cc", ".service", ".json",
    ]

    static func textFiles() throws -> [Repository.File] {
        try Repository.files(in: ["Sources", "Tests", ".github", "README.md", "Package.swift"], endings: endings)
            + Repository.files(in: ["deploy"], endings: endings + ["/test", "/run", "/bench", "/fuzz", "/install"])
            + Repository.files(in: ["deploy"], endings: ["/package", "/docs", "/generate-wire"])
    }

    @Test func `no text uses a word that hides the actor`() throws {
        for file in try Self.textFiles() {
            let words = Self.wordsToAvoid.map { ($0.word.lowercased(), $0.instead) }
            for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                // What stands in backticks in a page is quoted.
                let text = (file.path.hasSuffix(".md") ? String(line).withoutQuotedCode : String(line)).lowercased()
                for (word, instead) in words where text.containsWord(word) {
                    Issue.record("\(file.path):\(number + 1) says '\(word)': \(instead)")
                }
            }
        }
    }

    @Test func `a doc comment begins with a noun phrase or a verb in the third person`() throws {
        for file in try Repository.swiftFiles(in: ["Sources", "Tests"]) {
            for beginning in SwiftSource(file.text).docBeginnings {
                let word = beginning.text.prefix { $0.isLetter }
                guard Self.badBeginnings.contains(String(word)) else { continue }
                Issue.record("\(file.path):\(beginning.line) begins with '\(word)': \(beginning.text)")
            }
        }
    }

    @Test func `no line is longer than 120 columns`() throws {
        let files = try Repository.files(
            in: ["Sources", "Tests", "Package.swift"], endings: [".swift", ".py", ".js", ".proto"])
        for file in files {
            for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where line.count > 120 {
                Issue.record("\(file.path):\(number + 1) has \(line.count) columns")
            }
        }
    }

    @Test func `the rules find what they are meant to find`() {
        #expect("Tells who".appending("ever asks.").containsWord("who" + "ever"))
        #expect(!"a maybe item".containsWord("be " + "it"))
        #expect("to be ".appending("it so").containsWord("be " + "it"))
        #expect("say `who".appending("ever` never").withoutQuotedCode == "say  never")
        let source = SwiftSource(
            """
            /// Of one role.
            /// What follows is the same comment.
            let a = "/// What"
            // What is no doc comment.
            /// The second one.
            let b = 1 /* /// What */
            """)
        #expect(source.docBeginnings.map(\.text) == ["Of one role.", "The second one."])
    }
}

extension SwiftSource {
    /// The first line of each doc comment, without its mark.
    var docBeginnings: [(line: Int, text: String)] {
        var result: [(line: Int, text: String)] = []
        var previous = -1
        for comment in comments where comment.text.hasPrefix("///") {
            if comment.line != previous + 1 {
                result.append((comment.line, comment.text.dropFirst(3).trimmingCharacters(in: .whitespaces)))
            }
            previous = comment.line
        }
        return result
    }
}

extension String {
    /// The line without what stands in backticks.
    fileprivate var withoutQuotedCode: String { replacing(/`[^`]*`/, with: "") }

    /// Whether a word or phrase is part of the line, with no letter before or behind it.
    fileprivate func containsWord(_ word: String) -> Bool {
        ranges(of: word).contains { range in
            let before = range.lowerBound == startIndex ? " " : self[index(before: range.lowerBound)]
            let after = range.upperBound == endIndex ? " " : self[range.upperBound]
            return !before.isLetter && !after.isLetter
        }
    }
}
