import AllocatorCore

extension RoleConstraints {
    init(_ constraints: MesosOfferConstraints.RoleConstraints) throws(MalformedField) {
        guard !constraints.groups.isEmpty else {
            throw .missing("groups", "give a group of constraints, or leave the role out")
        }
        self.init(
            groups: try readEach("groups", of: constraints.groups) { (group) throws(MalformedField) in
                guard !group.attributeConstraints.isEmpty else {
                    throw .missing("attribute_constraints", "give a constraint, or leave the group out")
                }
                return try readEach("attribute_constraints", of: group.attributeConstraints) {
                    (constraint) throws(MalformedField) in try AttributeConstraint(constraint)
                }
            })
    }
}

extension AttributeConstraint {
    init(_ constraint: MesosAttributeConstraint) throws(MalformedField) {
        self.init(
            selector: try read("selector") { () throws(MalformedField) in try Selector(constraint.selector) },
            predicate: try read("predicate") { () throws(MalformedField) in try Predicate(constraint.predicate) })
    }
}

extension AttributeConstraint.Selector {
    init(_ selector: MesosAttributeConstraint.Selector) throws(MalformedField) {
        switch selector.selector {
        case nil: throw .missing("", "give pseudoattribute_type or attribute_name")
        case .attributeName(let name): self = .attribute(Name(name))
        case .pseudoattributeType(.hostname): self = .hostname
        case .pseudoattributeType(.region): self = .region
        case .pseudoattributeType(.zone): self = .zone
        case .pseudoattributeType(.unknown):
            throw .unknown("pseudoattribute_type", number: 0, known: "HOSTNAME, REGION or ZONE")
        case .pseudoattributeType(.UNRECOGNIZED(let number)):
            throw .unknown("pseudoattribute_type", number: number, known: "HOSTNAME, REGION or ZONE")
        }
    }
}

extension AttributeConstraint.Predicate {
    init(_ predicate: MesosAttributeConstraint.Predicate) throws(MalformedField) {
        switch predicate.predicate {
        case nil: throw .missing("", "give exists, not_exists or one of the text predicates")
        case .exists: self = .exists
        case .notExists: self = .notExists
        case .textEquals(let text):
            guard text.hasValue else { throw .missing("text_equals.value", "give the text") }
            self = .textEquals(Name(text.value))
        case .textNotEquals(let text):
            guard text.hasValue else { throw .missing("text_not_equals.value", "give the text") }
            self = .textNotEquals(Name(text.value))
        case .textMatches(let text):
            guard text.hasRegex else { throw .missing("text_matches.regex", "give the regular expression") }
            self = .textMatches(text.regex)
        case .textNotMatches(let text):
            guard text.hasRegex else { throw .missing("text_not_matches.regex", "give the regular expression") }
            self = .textNotMatches(text.regex)
        }
    }
}
