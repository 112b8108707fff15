/// The agents from which a framework wants offers in one role (<doc:Allocation#Stage-1-guarantees>, step 1).
///
/// An agent qualifies if all constraints of at least one group are true. There is at least one group, and each group
/// has at least one constraint.
package struct RoleConstraints: Hashable, Sendable {
    package var groups: [[AttributeConstraint]]

    package init(groups: [[AttributeConstraint]]) { self.groups = groups }
}

/// A predicate on an attribute or pseudo-attribute of an agent.
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
        /// A regular expression in RE2 syntax, which must match the whole text.
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
