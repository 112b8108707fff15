import AllocatorCore

extension MesosOfferConstraints.RoleConstraints {
    init(_ constraints: RoleConstraints) {
        self.init()
        groups = constraints.groups.map { group in
            var wire = Group()
            wire.attributeConstraints = group.map { MesosAttributeConstraint($0) }
            return wire
        }
    }
}

extension MesosAttributeConstraint {
    init(_ constraint: AttributeConstraint) {
        self.init()
        selector = Selector(constraint.selector)
        predicate = Predicate(constraint.predicate)
    }
}

extension MesosAttributeConstraint.Selector {
    init(_ selector: AttributeConstraint.Selector) {
        self.init()
        switch selector {
        case .attribute(let name): attributeName = name.string
        case .hostname: pseudoattributeType = .hostname
        case .region: pseudoattributeType = .region
        case .zone: pseudoattributeType = .zone
        }
    }
}

extension MesosAttributeConstraint.Predicate {
    init(_ predicate: AttributeConstraint.Predicate) {
        self.init()
        switch predicate {
        case .exists: exists = Exists()
        case .notExists: notExists = NotExists()
        case .textEquals(let text): textEquals.value = text.string
        case .textNotEquals(let text): textNotEquals.value = text.string
        case .textMatches(let pattern): textMatches.regex = pattern
        case .textNotMatches(let pattern): textNotMatches.regex = pattern
        }
    }
}
