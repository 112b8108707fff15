extension RoleTree {
    /// The roles that are clients, in a random order drawn by weight (<doc:Allocation#3-The-fair-order>, `random`).
    ///
    /// The weight of a client is the product of the normalized weights from the root down. Only siblings with an active
    /// leaf count.
    package func randomOrder(using generator: inout Generator) -> [RoleSlot] {
        var clients: [RoleSlot] = []
        var weights: [Double] = []
        collectWeights(below: root, relative: 1, &clients, &weights)
        return WeightedShuffle.order(weights: weights, using: &generator).map { clients[$0] }
    }

    private func collectWeights(
        below node: RoleSlot, relative: Double, _ clients: inout [RoleSlot], _ weights: inout [Double]
    ) {
        // Sorted by name, so that the draw does not depend on the order in which clients were added.
        let siblings = roles[node].order.activeClients.map { roles[node].order[$0] }.sorted { $0.name < $1.name }
        let total = siblings.reduce(0) { $0 + $1.weight.value }
        for sibling in siblings {
            let weight = relative * sibling.weight.value / total
            if sibling.payload == node || roles[sibling.payload].order.isEmpty {
                clients.append(sibling.payload)
                weights.append(weight)
            } else {
                collectWeights(below: sibling.payload, relative: weight, &clients, &weights)
            }
        }
    }
}

extension FairOrder {
    /// The active clients in a random order. Clients of equal weight come first with equal probability.
    package func randomOrder(using generator: inout Generator) -> [Payload] {
        randomEntries(using: &generator).map { payload(at: $0.slot) }
    }

    package func randomEntries(using generator: inout Generator) -> [Entry] {
        let entries = activeChunks.joined().sorted { self[$0.slot].name < self[$1.slot].name }
        return WeightedShuffle.order(weights: entries.map { self[$0.slot].weight.value }, using: &generator).map {
            entries[$0]
        }
    }
}
