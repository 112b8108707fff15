/// The results of matching the regular expressions of all offer constraints.
///
/// An allocation run looks up results and does not match any text itself. Only attributes with patterns are indexed, so
/// a cluster without patterns has no cost.
struct PatternIndex: Sendable {
    typealias Selector = AttributeConstraint.Selector

    /// A pattern on an attribute.
    struct Reference: Sendable {
        fileprivate let column: Slot<PatternColumn>
        fileprivate let pattern: Slot<PatternColumn.Pattern>
    }

    /// The compiled patterns that a framework would add, by attribute.
    struct Addition: Sendable {
        fileprivate var expressions: [Selector: [String: RegularExpression]] = [:]
        /// Columns for attributes that had no pattern.
        fileprivate var columns: [Selector: PatternColumn] = [:]
    }

    private var columns = SlotTable<PatternColumn, PatternColumn>()
    private var columnSlots: [Selector: Slot<PatternColumn>] = [:]

    /// The bytes that have been matched for all current patterns and texts.
    ///
    /// - Complexity: Linear in the attributes with patterns.
    private var work: Int { columnSlots.values.reduce(0) { $0 + columns[$1].work } }

    /// - Precondition: The agent has a text for the pattern's attribute.
    func matches(_ reference: Reference, _ agent: AgentSlot) -> Bool {
        columns[reference.column].matches(reference.pattern, textOf: agent)
    }

    // MARK: Patterns

    /// Compiles the patterns of a framework that are not known yet.
    ///
    /// - Parameter agents: All agents, for new columns.
    /// - Throws: `invalidArgument` for a pattern that RE2 refuses or that exceeds the options' bounds,
    ///   `resourceExhausted` if matching would exceed the limits.
    func addition(
        for constraints: [Name: RoleConstraints], _ options: AllocatorOptions, _ limits: AllocatorLimits,
        _ agents: borrowing AgentTable
    ) throws(Refusal) -> Addition {
        var addition = Addition()
        for (_, role) in constraints.sorted(by: { $0.key < $1.key }) {
            for constraint in role.groups.joined() {
                guard let pattern = constraint.predicate.pattern else { continue }
                let selector = constraint.selector
                guard !contains(pattern, about: selector), addition.expressions[selector]?[pattern] == nil else {
                    continue
                }
                addition.expressions[selector, default: [:]][pattern] = try Self.compile(pattern, options)
            }
        }
        // Reading all agents is expensive, so this check is the last one.
        try makeColumns(&addition, limits, agents)
        return addition
    }

    private func makeColumns(
        _ addition: inout Addition, _ limits: AllocatorLimits, _ agents: borrowing AgentTable
    ) throws(Refusal) {
        let new = addition.expressions.keys.filter { columnSlots[$0] == nil }
        guard new.isEmpty || columnSlots.count + new.count <= limits.attributesWithPatterns else {
            throw .resourceExhausted(
                "the regular expressions of all frameworks may test at most \(limits.attributesWithPatterns)"
                    + " attributes; use fewer attributes, or text_equals")
        }
        var work = work
        for selector in new { addition.columns[selector] = PatternColumn(of: selector, agents) }
        for (selector, expressions) in addition.expressions {
            work += expressions.count * textWork(about: selector, addition)
        }
        guard work <= limits.regexWork else { throw Self.tooMuchWork(limits.regexWork) }
    }

    /// Retains all patterns of some constraints.
    ///
    /// - Parameter addition: The addition made for these constraints.
    mutating func retain(_ constraints: RoleConstraints, _ addition: inout Addition) -> CompiledConstraints {
        CompiledConstraints(constraints) { selector, pattern in
            let column = columnSlots[selector] ?? insertColumn(about: selector, &addition)
            if let slot = columns[column].retain(pattern) { return Reference(column: column, pattern: slot) }
            guard let expression = addition.expressions[selector]?[pattern] else {
                preconditionFailure("a new pattern is in the addition")
            }
            return Reference(column: column, pattern: columns[column].insert(expression))
        }
    }

    mutating func release(_ constraints: CompiledConstraints) {
        for (selector, reference) in constraints.references {
            columns[reference.column].release(reference.pattern)
            if columns[reference.column].patternCount == 0 {
                columnSlots[selector] = nil
                columns[reference.column] = PatternColumn()
                columns.remove(reference.column)
            }
        }
    }

    private mutating func insertColumn(about selector: Selector, _ addition: inout Addition) -> Slot<PatternColumn> {
        guard let column = addition.columns.removeValue(forKey: selector) else {
            preconditionFailure("a new column is in the addition")
        }
        let slot = columns.insert(column)
        columnSlots[selector] = slot
        return slot
    }

    private func contains(_ pattern: String, about selector: Selector) -> Bool {
        columnSlots[selector].map { columns[$0].contains(pattern) } ?? false
    }

    private func textWork(about selector: Selector, _ addition: borrowing Addition) -> Int {
        columnSlots[selector].map { columns[$0].textWork } ?? addition.columns[selector]?.textWork ?? 0
    }

    private static func compile(_ pattern: String, _ options: AllocatorOptions) throws(Refusal) -> RegularExpression {
        do {
            return try RegularExpression(
                pattern, maximumProgramSize: options.regexMaximumProgramSize,
                maximumMemoryBytes: options.regexMaximumMemoryBytes)
        } catch {
            throw .invalidArgument("the regular expression '\(pattern)' cannot be used: \(error.reason)")
        }
    }

    private static func tooMuchWork(_ limit: Int) -> Refusal {
        .resourceExhausted(
            "the regular expressions of all frameworks would be matched against more than \(limit) bytes of agents'"
                + " texts; use fewer expressions or text_equals, or raise --max-regex-work")
    }

    // MARK: Agents

    /// Checks that matching an agent's new texts would not exceed `limit`.
    func checkWork(adding description: AgentDescription, limit: Int) throws(Refusal) {
        if columnSlots.isEmpty { return }
        var work = work
        for (selector, slot) in columnSlots {
            if let text = description.text(of: selector) { work += columns[slot].work(adding: text) }
        }
        guard work <= limit else { throw Self.tooMuchWork(limit) }
    }

    /// Replaces an agent's texts.
    ///
    /// - Parameter description: `nil` if the agent is removed.
    mutating func setTexts(of agent: AgentSlot, _ description: AgentDescription?) {
        for (selector, slot) in columnSlots {
            columns[slot].setText(description?.text(of: selector), of: agent)
        }
    }

    // MARK: Invariants

    /// The number of references to all patterns.
    var referenceCount: Int { columnSlots.values.reduce(0) { $0 + columns[$1].referenceCount } }

    var hasEmptyColumn: Bool { columnSlots.values.contains { columns[$0].patternCount == 0 } }

    /// Whether an agent's texts equal those of its description, with correct results.
    func isTrue(of description: AgentDescription, _ agent: AgentSlot) -> Bool {
        columnSlots.allSatisfy { selector, slot in
            let text = description.text(of: selector)
            guard columns[slot].text(of: agent) == text else { return false }
            return text.map { columns[slot].hasTrueResults(of: agent, $0) } ?? true
        }
    }
}

extension PatternColumn {
    fileprivate init(of selector: AttributeConstraint.Selector, _ agents: borrowing AgentTable) {
        self.init()
        for slot in agents.slots {
            if let text = agents[slot].description.text(of: selector) { setText(text, of: slot) }
        }
    }
}

extension AttributeConstraint.Predicate {
    /// The regular expression of the predicate, if it has one.
    var pattern: String? {
        switch self {
        case .textMatches(let pattern), .textNotMatches(let pattern): pattern
        case .exists, .notExists, .textEquals, .textNotEquals: nil
        }
    }
}
