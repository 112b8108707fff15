/// One of Mesos's benchmarks, or a similar one of ours.
protocol BenchmarkCase {
    static var name: String { get }

    /// The sizes of the case: agents and frameworks, or their equivalents in this case.
    static func sizes(_ selection: SizeSelection) -> [Size]

    /// Runs the case once. Always returns the same measurements in the same order.
    static func measure(_ size: Size) -> [Measurement]
}

struct Size: Hashable {
    var agents: Int
    var frameworks: Int
}

/// The selected sizes.
struct SizeSelection {
    enum Grid: String, CaseIterable {
        case small
        case full
    }

    var grid = Grid.small
    var agents: [Int] = []
    var frameworks: [Int] = []

    private static let full = (
        agents: [1_000, 5_000, 10_000, 20_000, 30_000, 50_000], frameworks: [1, 50, 100, 200, 500, 1_000, 3_000, 6_000]
    )

    /// Returns Mesos's grid of agents and frameworks, or the few points of it that have figures of Mesos.
    func grid(small: [Size]) -> [Size] {
        guard agents.isEmpty, frameworks.isEmpty else {
            let (agents, frameworks) = (
                agents.isEmpty ? [1_000] : agents, frameworks.isEmpty ? [200] : frameworks
            )
            return agents.flatMap { agents in frameworks.map { Size(agents: agents, frameworks: $0) } }
        }
        guard grid == .full else { return small }
        return Self.full.agents.flatMap { agents in
            Self.full.frameworks.map { Size(agents: agents, frameworks: $0) }
        }
    }

    /// Returns the sizes of a case that does not use the grid.
    func own(small: [Size], full: [Size]) -> [Size] {
        guard agents.isEmpty, frameworks.isEmpty else { return grid(small: small) }
        return grid == .full ? full : small
    }
}
