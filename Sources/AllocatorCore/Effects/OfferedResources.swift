/// Resources of one agent as they are offered: turned into a list when somebody asks, so that no run waits for it.
///
/// What was offered stays as it was, whatever becomes of the cluster.
package struct OfferedResources: Sendable {
    private enum Form: Sendable {
        case list([Resource])
        case interned(Resources, kinds: ChunkedList<ResourceMetadata>, role: Name)
    }

    private let form: Form

    package init(_ list: [Resource]) { form = .list(list) }

    /// - Parameter role: what the resources are allocated to.
    init(_ resources: Resources, _ kinds: ResourceKindTable, allocatedTo role: Name) {
        form = .interned(resources, kinds: kinds.metadata, role: role)
    }

    /// Each with the role that it is offered to as its allocation role; a shared one once, whatever the copies.
    ///
    /// - Complexity: linear in their number, each time.
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
    /// The entries as calls and offers name them: each shared resource once, whatever the copies.
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
