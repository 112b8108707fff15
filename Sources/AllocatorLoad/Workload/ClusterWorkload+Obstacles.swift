/// The reason why a request can never be placed.
package enum Obstacle: String, CaseIterable, Sendable {
    /// No machine has a model that the request may run on.
    case noMachineOfModel
    /// No machine that the request may run on is large enough for it, even when empty.
    case largerThanAnyMachine
}

extension ClusterWorkload {
    /// Returns the obstacle of each request by index, or `nil` if some machine is large enough.
    ///
    /// - Complexity: O(s × m) in the distinct requests and the distinct machines.
    func obstacles() -> [Obstacle?] {
        let sizes = Dictionary(grouping: machines, by: \.model).mapValues { Set($0.map(\.total)) }
        var known: [Want: Obstacle?] = [:]
        return requests.map { request in
            let want = Want(amounts: request.amounts, models: request.models)
            if let obstacle = known[want] { return obstacle }
            let obstacle = want.obstacle(among: sizes)
            known[want] = .some(obstacle)
            return obstacle
        }
    }
}

private struct Want: Hashable {
    let amounts: Amounts
    let models: [String]

    func obstacle(among sizes: [String: Set<Amounts>]) -> Obstacle? {
        let eligible = models.isEmpty ? Array(sizes.values) : models.compactMap { sizes[$0] }
        if eligible.isEmpty && !models.isEmpty { return .noMachineOfModel }
        let isPossible = eligible.contains { $0.contains { amounts.fits(into: $0) } }
        return isPossible ? nil : .largerThanAnyMachine
    }
}
