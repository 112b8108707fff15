package import AllocatorCore

/// Offer constraints (Allocation, "5. One run", step 1), with Swift's regular expressions, for patterns that RE2 and
/// Swift interpret alike.
package enum ReferenceConstraints {
    package static func exclude(_ agent: AgentDescription, by constraints: RoleConstraints?) -> Bool {
        guard let constraints else { return false }
        return !constraints.groups.contains { group in group.allSatisfy { isTrue($0, of: agent) } }
    }

    package static func isUsable(_ constraints: RoleConstraints) -> Bool {
        !constraints.groups.isEmpty
            && constraints.groups.allSatisfy { group in
                !group.isEmpty
                    && group.allSatisfy {
                        switch $0.predicate {
                        case .textMatches(let regex), .textNotMatches(let regex): (try? Regex(regex)) != nil
                        default: true
                        }
                    }
            }
    }

    private enum Subject {
        case absent
        case text(Name)
        case otherValue
    }

    private static func isTrue(_ constraint: AttributeConstraint, of agent: AgentDescription) -> Bool {
        let subject = subject(of: constraint.selector, in: agent)
        return switch constraint.predicate {
        case .exists: exists(subject)
        case .notExists: !exists(subject)
        case .textEquals(let value): isTrue(subject, whereAbsent: false) { $0 == value }
        case .textNotEquals(let value): isTrue(subject, whereAbsent: true) { $0 != value }
        case .textMatches(let regex): isTrue(subject, whereAbsent: false) { matches($0, regex) }
        case .textNotMatches(let regex): isTrue(subject, whereAbsent: true) { !matches($0, regex) }
        }
    }

    private static func subject(of selector: AttributeConstraint.Selector, in agent: AgentDescription) -> Subject {
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

    private static func exists(_ subject: Subject) -> Bool {
        if case .absent = subject { false } else { true }
    }

    private static func isTrue(_ subject: Subject, whereAbsent: Bool, _ ofText: (Name) -> Bool) -> Bool {
        switch subject {
        case .absent: whereAbsent
        case .text(let text): ofText(text)
        case .otherValue: true
        }
    }

    private static func matches(_ text: Name, _ pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return (try? regex.wholeMatch(in: text.string)) != nil
    }
}
