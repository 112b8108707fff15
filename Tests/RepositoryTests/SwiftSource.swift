/// A Swift file, taken apart into its code and its comments.
///
/// The lexer knows comments, which nest, and literals of strings in all their forms. That is all these tests need.
struct SwiftSource {
    /// The code, with every comment and the contents of every string left out. Lines stay where they were.
    private(set) var code = ""
    /// The comments, a line each, with the marks that begin them.
    private(set) var comments: [(line: Int, text: String)] = []

    private let characters: [Character]
    private var position = 0
    private var line = 1

    init(_ text: String) {
        characters = Array(text)
        while position < characters.count { readNext() }
    }

    private mutating func readNext() {
        if starts(with: "//") {
            readLineComment()
        } else if starts(with: "/*") {
            readBlockComment()
        } else if let fence = fenceOfString() {
            readString(fence)
        } else {
            code.append(advance())
        }
    }

    private mutating func readLineComment() {
        var text = ""
        let begin = line
        while position < characters.count, characters[position] != "\n" { text.append(advance()) }
        comments.append((begin, text))
    }

    private mutating func readBlockComment() {
        var (depth, text, begin) = (0, "", line)
        repeat {
            if starts(with: "/*") { depth += 1 } else if starts(with: "*/") { depth -= 1 }
            if starts(with: "/*") || starts(with: "*/") { text.append(advance()) }
            let character = advance()
            if character == "\n" {
                comments.append((begin, text))
                (text, begin) = ("", line)
                code.append("\n")
            } else {
                text.append(character)
            }
        } while depth > 0 && position < characters.count
        comments.append((begin, text))
    }

    /// The number of `#` and of quotation marks that begin a string here.
    private func fenceOfString() -> (hashes: Int, quotes: Int)? {
        var hashes = 0
        while character(hashes) == "#" { hashes += 1 }
        guard character(hashes) == "\"" else { return nil }
        let isLong = character(hashes + 1) == "\"" && character(hashes + 2) == "\""
        return (hashes, isLong ? 3 : 1)
    }

    private mutating func readString(_ fence: (hashes: Int, quotes: Int)) {
        let hashes = String(repeating: "#", count: fence.hashes)
        let end = String(repeating: "\"", count: fence.quotes) + hashes
        for _ in 0..<fence.hashes + fence.quotes { _ = advance() }
        code.append("\"")
        while position < characters.count, !starts(with: end) {
            if starts(with: "\\" + hashes + "(") {
                for _ in 0..<fence.hashes + 2 { _ = advance() }
                readInterpolation()
            } else {
                if starts(with: "\\" + hashes) { for _ in 0..<fence.hashes + 1 { _ = advance() } }
                if position < characters.count, advance() == "\n" { code.append("\n") }
            }
        }
        for _ in 0..<end.count where position < characters.count { _ = advance() }
        code.append("\"")
    }

    /// Reads code up to the parenthesis that ends an interpolation.
    private mutating func readInterpolation() {
        var depth = 1
        code.append("(")
        while position < characters.count, depth > 0 {
            if characters[position] == "(" { depth += 1 }
            if characters[position] == ")" { depth -= 1 }
            readNext()
        }
    }

    private func character(_ offset: Int) -> Character? {
        position + offset < characters.count ? characters[position + offset] : nil
    }

    private func starts(with text: String) -> Bool {
        position + text.count <= characters.count && characters[position..<position + text.count].elementsEqual(text)
    }

    private mutating func advance() -> Character {
        defer { position += 1 }
        if characters[position] == "\n" { line += 1 }
        return characters[position]
    }
}
