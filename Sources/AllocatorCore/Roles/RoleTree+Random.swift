extension RoleTree {
    /// Returns the client roles in a random order, weighted by the product of their normalised weights from the root
    /// down (<doc:Allocation#3-The-fair-order>, `random`).
    ///
    /// Weights are normalised among the siblings with an active leaf.
    package func randomOrder(using generator: inout Generator) -> [RoleSlot] {
        var clients: [RoleSlot] = []
        var weights: [Double] = []
        collectWeights(below: root, relative: 1, &clients, &weights)
        return WeightedShuffle.order(weights: weights, using: &generator).map { clients[$0] }
    }

    private func collectWeights(
        below node: RoleSlot, relative: Double, _ clients: inout [RoleSlot], _ weights: inout [Double]
    ) {
        // Sorted by name, so that the result does not depend on the order of insertion.
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
    /// Returns the active clients in a weighted random order.
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
