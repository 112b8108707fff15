/// A colour of the terminal, as its ANSI code.
enum TerminalColour: Int {
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36

    /// Colours a text, which ends with a reset. Callers truncate the text before, so that the reset is never lost.
    func text(_ text: some StringProtocol) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}
