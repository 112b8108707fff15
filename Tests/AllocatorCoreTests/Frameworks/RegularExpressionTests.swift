import AllocatorCore
import Testing

@Suite(.timeLimit(.minutes(5))) struct RegularExpressionTests {
    /// The limits of the wire contract's defaults.
    private func compile(
        _ pattern: String, programSize: Int = 100, memory: Int = 4096
    ) throws -> RegularExpression {
        try RegularExpression(pattern, maximumProgramSize: programSize, maximumMemoryBytes: memory)
    }

    struct Example: Sendable {
        let pattern: String
        let text: String
        let matches: Bool

        init(_ pattern: String, _ text: String, _ matches: Bool) {
            self.pattern = pattern
            self.text = text
            self.matches = matches
        }
    }

    @Test(arguments: [
        Example("rack-[0-9]+", "rack-12", true),
        Example("rack-[0-9]+", "rack-", false),
        // All of the text, not a part of it.
        Example("ack", "rack-1", false),
        Example("rack", "rack-1", false),
        Example("a|ab", "ab", true),
        Example("^rack$", "rack", true),
        Example("rack\\z", "rack\n", false),
        // The empty pattern matches the empty text only.
        Example("", "", true),
        Example("", "a", false),
        Example("a*", "", true),
        // A dot is any character but a new line, a character is a scalar of UTF-8.
        Example(".", "\n", false),
        Example("(?s).", "\n", true),
        Example("...", "äöü", true),
        Example("ä+", "ää", true),
        Example("\\x{1F600}", "\u{1F600}", true),
        Example("(?i)GPU", "gpu", true),
        Example("GPU", "gpu", false),
        // A zero byte is a character as any other.
        Example("a\0b", "a\0b", true),
        Example("a", "a\0b", false),
        Example("a.b", "a\0b", true),
    ])
    func aPatternMatchesTheWholeText(example: Example) throws {
        #expect(try compile(example.pattern).matchesWhole(example.text) == example.matches)
    }

    @Test(arguments: [
        ("(", "missing )"),
        ("a)", "unexpected )"),
        ("[a", "missing ]"),
        ("[b-a]", "invalid character class range"),
        ("*", "no argument for repetition operator"),
        ("a**", "bad repetition operator"),
        ("\\", "trailing \\"),
        ("a{1001}", "invalid repetition size"),
        // Perl has these, RE2 has not: they cannot be matched in linear time.
        ("(a)\\1", "invalid escape sequence"),
        ("(?=a)", "invalid perl operator"),
    ])
    func aPatternThatIsNoneIsRefusedWithTheReason(pattern: String, reason: String) {
        #expect {
            try compile(pattern)
        } throws: { error in
            guard let error = error as? RegularExpression.Unusable else { return false }
            return error.pattern == pattern && error.reason.hasPrefix(reason) && error.description.contains(reason)
        }
    }

    @Test func aProgramLargerThanAllowedIsRefused() throws {
        let pattern = "(abc|defg)+[0-9]{3}"
        let size = try #require((1...200).first { (try? compile(pattern, programSize: $0)) != nil })
        #expect(size > 10)
        #expect(throws: Never.self) { try compile(pattern, programSize: size) }
        #expect {
            try compile(pattern, programSize: size - 1)
        } throws: {
            "\($0)".contains("its program of \(size) instructions is larger than the \(size - 1) allowed")
        }
    }

    @Test func aProgramThatDoesNotFitTheMemoryIsRefused() throws {
        #expect {
            try compile("a{1000}", programSize: .max, memory: 4096)
        } throws: {
            "\($0)".contains("pattern too large")
        }
        #expect(throws: Never.self) { try compile("a{1000}", programSize: .max, memory: 1 << 20) }
        #expect(throws: RegularExpression.Unusable.self) { try compile("a", memory: 100) }
    }

    /// RE2 gives two thirds of the memory to the program, and takes none for no limit.
    @Test(arguments: [1, 0, -1])
    func withoutMemoryToDivideOnlyTheProgramSizeLimits(memory: Int) throws {
        #expect(
            try compile("a{1000}", programSize: .max, memory: memory).matchesWhole(String(repeating: "a", count: 1000)))
        #expect(throws: RegularExpression.Unusable.self) { try compile("a{1000}", memory: memory) }
    }

    @Test func inLittleMemoryItMatchesStill() throws {
        // The automaton of this one outgrows 4096 bytes while it matches, and a slower way is taken.
        let expression = try compile("(a|b)*a(a|b)(a|b)(a|b)(a|b)")
        let text = String(repeating: "ab", count: 5000)
        #expect(expression.matchesWhole(text + "abbbb"))
        #expect(!expression.matchesWhole(text + "bbbbb"))
    }

    /// A backtracking matcher would take 2^30000 steps, and never reach the time limit's end.
    @Test func aPatternCannotMakeMatchingExponential() throws {
        let expression = try compile("(a*)*b")
        let text = String(repeating: "a", count: 30_000)
        #expect(!expression.matchesWhole(text))
        #expect(expression.matchesWhole(text + "b"))
    }

    @Test func bytesThatAreNoUTF8AreRepairedBeforeTheyAreMatched() throws {
        let text = String(decoding: [0x61, 0xff, 0x62] as [UInt8], as: UTF8.self)
        #expect(try compile("a\u{FFFD}b").matchesWhole(text))
        #expect(try compile("a.b").matchesWhole(text))
        #expect(try !compile("ab").matchesWhole(text))
    }

    @Test func onlyAPartOfALongReasonIsShown() {
        let pattern = "[" + String(repeating: "x", count: 100_000)
        #expect {
            try compile(pattern)
        } throws: { error in
            "\(error)".count < 1000
        }
    }

    @Test func manyTasksMatchWithOneExpression() async throws {
        let expression = try compile("(x+x+)+y")
        let text = String(repeating: "x", count: 2000)
        let matches = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<32 {
                group.addTask { expression.matchesWhole(index.isMultiple(of: 2) ? text + "y" : text) }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(matches == 16)
    }
}
