/// The offer constraints of a framework for one role, with indexed regular expressions.
struct CompiledConstraints: Sendable {
    /// The source of the compiled constraints.
    let source: RoleConstraints
    private let groups: [[CompiledConstraint]]

    /// - Parameter reference: Retains the pattern on an attribute, and returns the reference.
    init(
        _ source: RoleConstraints,
        _ reference: (AttributeConstraint.Selector, String) -> PatternIndex.Reference
    ) {
        self.source = source
        groups = source.groups.map { $0.map { CompiledConstraint($0, reference) } }
    }

    /// Whether every group has a constraint that is false for `agent`.
    func exclude(_ agent: AgentSlot, _ description: AgentDescription, _ patterns: PatternIndex) -> Bool {
        !groups.contains { group in group.allSatisfy { $0.isTrue(of: agent, description, patterns) } }
    }

    /// Returns the first false constraint of each group, or none if all constraints of some group are true.
    func failing(
        _ agent: AgentSlot, _ description: AgentDescription, _ patterns: PatternIndex
    ) -> [AttributeConstraint] {
        var failing: [AttributeConstraint] = []
        for (group, compiled) in zip(source.groups, groups) {
            guard let position = compiled.firstIndex(where: { !$0.isTrue(of: agent, description, patterns) }) else {
                return []
            }
            failing.append(group[position])
        }
        return failing
    }

    /// The referenced patterns with their attributes, once for each reference.
    var references: [(selector: AttributeConstraint.Selector, reference: PatternIndex.Reference)] {
        var references: [(selector: AttributeConstraint.Selector, reference: PatternIndex.Reference)] = []
        // A loop, since the optimizer of Swift 6.3 crashes on the equivalent `joined().compactMap`.
        for group in groups {
            for constraint in group {
                if let reference = constraint.reference { references.append((constraint.selector, reference)) }
            }
        }
        return references
    }
}

private struct CompiledConstraint: Sendable {
    private enum Test: Sendable {
        case exists
        case equals(Name)
        case matches(PatternIndex.Reference)
    }

    let selector: AttributeConstraint.Selector
    private let test: Test
    /// Whether the predicate negates the test.
    private let isNegated: Bool

    init(
        _ constraint: AttributeConstraint, _ reference: (AttributeConstraint.Selector, String) -> PatternIndex.Reference
    ) {
        selector = constraint.selector
        switch constraint.predicate {
        case .exists: (test, isNegated) = (.exists, false)
        case .notExists: (test, isNegated) = (.exists, true)
        case .textEquals(let text): (test, isNegated) = (.equals(text), false)
        case .textNotEquals(let text): (test, isNegated) = (.equals(text), true)
        case .textMatches(let pattern): (test, isNegated) = (.matches(reference(selector, pattern)), false)
        case .textNotMatches(let pattern): (test, isNegated) = (.matches(reference(selector, pattern)), true)
        }
    }

    var reference: PatternIndex.Reference? {
        if case .matches(let reference) = test { reference } else { nil }
    }

    func isTrue(of agent: AgentSlot, _ description: AgentDescription, _ patterns: PatternIndex) -> Bool {
        switch description.subject(of: selector) {
        case .absent: return isNegated
        case .text(let text):
            let isPassed =
                switch test {
                case .exists: true
                case .equals(let wanted): text == wanted
                case .matches(let reference): patterns.matches(reference, agent)
                }
            return isPassed != isNegated
        case .otherValue:
            // As in Mesos, text predicates and their negations are true for attributes that are not text.
            if case .exists = test { return !isNegated }
            return true
        }
    }
}

/// The attribute that a constraint tests.
private enum ConstraintSubject {
    case absent
    case text(Name)
    case otherValue
}

extension AgentDescription {
    fileprivate func subject(of selector: AttributeConstraint.Selector) -> ConstraintSubject {
        switch selector {
        case .hostname: return .text(hostname)
        case .region: return domain.map { .text($0.region) } ?? .absent
        case .zone: return domain.map { .text($0.zone) } ?? .absent
        case .attribute(let name):
            guard let attribute = attributes.first(where: { $0.name == name }) else { return .absent }
            if case .text(let text) = attribute.value { return .text(text) }
            return .otherValue
        }
    }

    /// The text that constraints on `selector` test, or `nil` if the agent has none.
    func text(of selector: AttributeConstraint.Selector) -> Name? {
        if case .text(let text) = subject(of: selector) { text } else { nil }
    }
}
