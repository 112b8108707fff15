/// The offer constraints of one framework for one role, its regular expressions compiled.
struct CompiledConstraints: Sendable {
    /// What they were made from.
    let source: RoleConstraints
    private let groups: [[CompiledConstraint]]

    /// - Throws: `invalidArgument` for a regular expression that RE2 refuses or that goes past the limits.
    init(_ source: RoleConstraints, _ options: AllocatorOptions) throws(Refusal) {
        self.source = source
        var groups: [[CompiledConstraint]] = []
        for group in source.groups {
            var compiled: [CompiledConstraint] = []
            for constraint in group { compiled.append(try CompiledConstraint(constraint, options)) }
            groups.append(compiled)
        }
        self.groups = groups
    }

    /// Whether no group has all its constraints true of `agent`.
    func exclude(_ agent: AgentDescription) -> Bool {
        !groups.contains { group in group.allSatisfy { $0.isTrue(of: agent) } }
    }
}

extension CompiledConstraints {
    /// Of each group the first constraint that is not true of `agent`; none where some group is wholly true.
    func failing(_ agent: AgentDescription) -> [AttributeConstraint] {
        var failing: [AttributeConstraint] = []
        for (group, compiled) in zip(source.groups, groups) {
            guard let position = compiled.firstIndex(where: { !$0.isTrue(of: agent) }) else { return [] }
            failing.append(group[position])
        }
        return failing
    }
}

private struct CompiledConstraint: Sendable {
    private enum Test: Sendable {
        case exists
        case equals(Name)
        case matches(RegularExpression)
    }

    private let selector: AttributeConstraint.Selector
    private let test: Test
    /// Whether the predicate is the opposite of the test.
    private let isNegated: Bool

    init(_ constraint: AttributeConstraint, _ options: AllocatorOptions) throws(Refusal) {
        selector = constraint.selector
        switch constraint.predicate {
        case .exists: (test, isNegated) = (.exists, false)
        case .notExists: (test, isNegated) = (.exists, true)
        case .textEquals(let text): (test, isNegated) = (.equals(text), false)
        case .textNotEquals(let text): (test, isNegated) = (.equals(text), true)
        case .textMatches(let pattern): (test, isNegated) = (.matches(try Self.compile(pattern, options)), false)
        case .textNotMatches(let pattern): (test, isNegated) = (.matches(try Self.compile(pattern, options)), true)
        }
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

    func isTrue(of agent: AgentDescription) -> Bool {
        switch subject(in: agent) {
        case .absent: return isNegated
        case .text(let text): return isPassed(by: text) != isNegated
        case .otherValue:
            // Text predicates, both ways round, are true of what is not text.
            if case .exists = test { return !isNegated }
            return true
        }
    }

    private func isPassed(by text: Name) -> Bool {
        switch test {
        case .exists: true
        case .equals(let wanted): text == wanted
        case .matches(let expression): expression.matchesWhole(text.string)
        }
    }

    private enum Subject {
        case absent
        case text(Name)
        case otherValue
    }

    private func subject(in agent: AgentDescription) -> Subject {
        switch selector {
        case .hostname: return .text(agent.hostname)
        case .region: return agent.domain.map { .text($0.region) } ?? .absent
        case .zone: return agent.domain.map { .text($0.zone) } ?? .absent
        case .attribute(let name):
            guard let attribute = agent.attributes.first(where: { $0.name == name }) else { return .absent }
            if case .text(let text) = attribute.value { return .text(text) }
            return .otherValue
        }
    }
}
