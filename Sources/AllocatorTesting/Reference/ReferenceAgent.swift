package import AllocatorCore

/// The state of an agent in the reference model.
package struct ReferenceAgent: Sendable {
    package var description: AgentDescription
    package var total: ReferenceResources
    /// The held (offered or allocated) resources by framework, also of unknown frameworks. Never contains empty lists.
    package var held: [Name: ReferenceResources] = [:]
    /// The allocated part of `held`. Never contains empty lists.
    package var allocated: [Name: ReferenceResources] = [:]
    /// The frameworks whose offered and allocated accounts are merged.
    package var merged: Set<Name> = []
    package var isActivated = true
    package var maintenance: Maintenance?

    package struct Maintenance: Sendable {
        package var unavailability: Unavailability
        /// The frameworks with an unanswered inverse offer.
        package var outstanding: Set<Name> = []
        package var statuses: [Name: InverseOfferStatus] = [:]
    }

    package init(description: AgentDescription, total: ReferenceResources) {
        self.description = description
        self.total = total
    }

    /// The total minus the held resources, plus all shared resources of the total. Never negative.
    package var available: ReferenceResources {
        var rest = total.filter { !$0.metadata.isShared }
        for resources in held.values { rest -= resources.filter { !$0.metadata.isShared }.allocated(to: nil) }
        return rest + total.filter(\.metadata.isShared)
    }

    package var hasGPU: Bool { total.scalarQuantities["gpus"] > .zero }

    package func holds(_ resources: ReferenceResources, for framework: Name) -> Bool {
        (held[framework] ?? ReferenceResources()).contains(resources)
    }

    package mutating func hold(_ resources: ReferenceResources, for framework: Name) {
        let sum = (held[framework] ?? ReferenceResources()) + resources
        held[framework] = sum.isEmpty ? nil : sum
    }

    package mutating func release(_ resources: ReferenceResources, of framework: Name) {
        let rest = (held[framework] ?? ReferenceResources()) - resources
        held[framework] = rest.isEmpty ? nil : rest
    }
}

extension ReferenceAgent {
    /// Whether both lists have the same size, and each attribute equals the first of its name and type in the other
    /// list.
    package static func sameAttributes(_ new: [Attribute], _ old: [Attribute]) -> Bool {
        new.count == old.count
            && new.allSatisfy { attribute in
                let first = old.first { $0.name == attribute.name && sameType($0.value, attribute.value) }
                return first.map { same($0.value, attribute.value) } ?? false
            }
    }

    private static func sameType(_ left: Attribute.Value, _ right: Attribute.Value) -> Bool {
        switch (left, right) {
        case (.text, .text), (.scalar, .scalar), (.ranges, .ranges), (.set, .set): true
        default: false
        }
    }

    private static func same(_ left: Attribute.Value, _ right: Attribute.Value) -> Bool {
        switch (left, right) {
        case (.ranges(let left), .ranges(let right)):
            ResourceAmount.ranges(left).normalized == ResourceAmount.ranges(right).normalized
        case (.set(let left), .set(let right)): Set(left) == Set(right)
        default: left == right
        }
    }
}
