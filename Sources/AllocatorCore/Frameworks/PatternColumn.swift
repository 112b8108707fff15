/// The regular expressions on one attribute, and the results of matching them with the agents' texts.
///
/// Agents with equal texts share an entry, as do frameworks with equal patterns. Each pair of text and pattern is
/// matched once, when the later of the two is added.
struct PatternColumn: Sendable {
    /// A regular expression, with one bit for each text that matches.
    struct Pattern: Sendable {
        let expression: RegularExpression
        fileprivate var useCount = 1
        fileprivate var matches: [UInt64] = []

        fileprivate init(_ expression: RegularExpression) { self.expression = expression }

        fileprivate mutating func match(_ text: Name, at position: Int) {
            while matches.count <= position / 64 { matches.append(0) }
            let bit: UInt64 = 1 << UInt64(position % 64)
            if expression.matchesWhole(text.string) {
                matches[position / 64] |= bit
            } else {
                matches[position / 64] &= ~bit
            }
        }
    }

    /// A text of one or more agents.
    private struct Text: Sendable {
        var text: Name
        var useCount = 1
    }

    /// The minimum number of bytes that a text counts as. It accounts for the fixed cost of a match.
    private static let minimumTextWork = 64

    private var patterns = SlotTable<Pattern, Pattern>()
    private var patternSlots: [String: Slot<Pattern>] = [:]
    private var texts = SlotTable<Text, Text>()
    private var textSlots: [Name: Slot<Text>] = [:]
    /// The texts by agent slot, or `nil` for an agent without a text.
    private var textsOfAgents: [Slot<Text>?] = []
    /// The bytes that each pattern is matched against.
    private(set) var textWork = 0

    /// The bytes that have been matched, once for each pair of text and pattern.
    var work: Int { patterns.count * textWork }

    var patternCount: Int { patterns.count }

    // MARK: Results

    /// Whether a pattern matches all of an agent's text.
    ///
    /// - Precondition: The agent has a text.
    func matches(_ pattern: Slot<Pattern>, textOf agent: AgentSlot) -> Bool {
        guard let text = textsOfAgents[agent.index] else { preconditionFailure("the agent has no text") }
        return patterns[pattern].matches[text.index / 64] >> UInt64(text.index % 64) & 1 == 1
    }

    /// The current text of an agent.
    func text(of agent: AgentSlot) -> Name? {
        guard textsOfAgents.indices.contains(agent.index), let slot = textsOfAgents[agent.index] else { return nil }
        return texts[slot].text
    }

    // MARK: Invariants

    /// The number of references to all patterns.
    var referenceCount: Int { patterns.slots.reduce(0) { $0 + patterns[$1].useCount } }

    /// Whether each stored result for an agent's text equals the result of matching now.
    func hasTrueResults(of agent: AgentSlot, _ text: Name) -> Bool {
        patterns.slots.allSatisfy {
            matches($0, textOf: agent) == patterns[$0].expression.matchesWhole(text.string)
        }
    }

    // MARK: Patterns

    func contains(_ pattern: String) -> Bool { patternSlots[pattern] != nil }

    /// Adds a reference to a known pattern.
    ///
    /// - Returns: `nil` if the pattern is not known.
    mutating func retain(_ pattern: String) -> Slot<Pattern>? {
        guard let slot = patternSlots[pattern] else { return nil }
        patterns[slot].useCount += 1
        return slot
    }

    /// Adds a pattern with its first reference, and matches it with all texts.
    ///
    /// - Complexity: Linear in the texts and their lengths.
    mutating func insert(_ expression: RegularExpression) -> Slot<Pattern> {
        var pattern = Pattern(expression)
        pattern.matches = Array(repeating: 0, count: (texts.capacity + 63) / 64)
        for slot in texts.slots { pattern.match(texts[slot].text, at: slot.index) }
        let slot = patterns.insert(pattern)
        patternSlots[expression.pattern] = slot
        return slot
    }

    /// Releases a reference to a pattern. The last one removes the pattern.
    mutating func release(_ slot: Slot<Pattern>) {
        patterns[slot].useCount -= 1
        guard patterns[slot].useCount == 0 else { return }
        patternSlots[patterns[slot].expression.pattern] = nil
        patterns[slot].matches = []
        patterns.remove(slot)
    }

    // MARK: Texts

    /// The bytes of matching that a text would add.
    func work(adding text: Name) -> Int {
        textSlots[text] == nil ? patterns.count * Self.work(of: text) : 0
    }

    /// Replaces an agent's text.
    ///
    /// - Parameter text: `nil` if the agent has none, or is removed.
    /// - Complexity: Linear in the patterns and the text's length if no other agent has the text.
    mutating func setText(_ text: Name?, of agent: AgentSlot) {
        if textsOfAgents.count <= agent.index {
            if text == nil { return }
            while textsOfAgents.count <= agent.index { textsOfAgents.append(nil) }
        }
        let old = textsOfAgents[agent.index]
        // The new text is retained first, so an unchanged one is not matched again.
        textsOfAgents[agent.index] = text.map { retainText($0) }
        if let old { releaseText(old) }
    }

    private mutating func retainText(_ text: Name) -> Slot<Text> {
        if let slot = textSlots[text] {
            texts[slot].useCount += 1
            return slot
        }
        let slot = texts.insert(Text(text: text))
        textSlots[text] = slot
        textWork += Self.work(of: text)
        for pattern in Array(patterns.slots) { patterns[pattern].match(text, at: slot.index) }
        return slot
    }

    private mutating func releaseText(_ slot: Slot<Text>) {
        texts[slot].useCount -= 1
        guard texts[slot].useCount == 0 else { return }
        textWork -= Self.work(of: texts[slot].text)
        textSlots[texts[slot].text] = nil
        texts[slot].text = ""
        texts.remove(slot)
    }

    private static func work(of text: Name) -> Int { max(text.count, minimumTextWork) }
}
