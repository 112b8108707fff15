/// The offered resources of one agent, converted to a list on demand, so that the run does not wait for the conversion.
///
/// Later changes of the cluster do not affect them.
package struct OfferedResources: Sendable {
    private enum Form: Sendable {
        case list([Resource])
        case interned(Resources, kinds: ChunkedList<ResourceMetadata>, role: Name)
    }

    private let form: Form

    package init(_ list: [Resource]) { form = .list(list) }

    /// - Parameter role: The role that the resources are allocated to.
    init(_ resources: Resources, _ kinds: ResourceKindTable, allocatedTo role: Name) {
        form = .interned(resources, kinds: kinds.metadata, role: role)
    }

    /// The resources, each with the role that it is offered to as its allocation role.
    ///
    /// A shared resource appears once, regardless of the number of offered copies.
    ///
    /// - Complexity: Linear in the number of resources, for every access.
    package var list: [Resource] {
        switch form {
        case .list(let list): list
        case .interned(let resources, let kinds, let role): resources.list(allocatedTo: role) { kinds[$0.index] }
        }
    }
}

extension OfferedResources: Hashable {
    package static func == (left: OfferedResources, right: OfferedResources) -> Bool { left.list == right.list }

    package func hash(into hasher: inout Hasher) { hasher.combine(list) }
}

extension Resources {
    /// Returns the entries in the form of calls and offers. Each shared resource appears once, regardless of its
    /// copies.
    func list(allocatedTo role: Name?, metadata: (ResourceKind) -> ResourceMetadata) -> [Resource] {
        var result: [Resource] = []
        result.reserveCapacity(scalars.count + collections.count)
        for entry in scalars {
            let amount = ResourceAmount.scalar(Quantity(thousandths: entry.thousandths))
            result.append(Resource(metadata: metadata(entry.kind), amount: amount, allocationRole: role))
        }
        for entry in collections {
            let amount = ResourceAmount(entry.items)
            result.append(Resource(metadata: metadata(entry.kind), amount: amount, allocationRole: role))
        }
        return result
    }
}
