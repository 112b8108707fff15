/// Which agents a framework wants offers from for one role: those for which some group has all its constraints true
/// (`allocation.md` §5, step 1). Never without groups, no group without constraints.
package struct RoleConstraints: Hashable, Sendable {
    package var groups: [[AttributeConstraint]]

    package init(groups: [[AttributeConstraint]]) { self.groups = groups }
}

/// A predicate on one attribute or pseudo-attribute of an agent.
package struct AttributeConstraint: Hashable, Sendable {
    package enum Selector: Hashable, Sendable {
        case attribute(Name)
        case hostname
        case region
        case zone
    }

    package enum Predicate: Hashable, Sendable {
        case exists
        case notExists
        case textEquals(Name)
        case textNotEquals(Name)
        /// RE2 syntax; the whole text must match.
        case textMatches(String)
        case textNotMatches(String)
    }

    package var selector: Selector
    package var predicate: Predicate

    package init(selector: Selector, predicate: Predicate) {
        self.selector = selector
        self.predicate = predicate
    }
}
