/// One of Mesos's benchmarks, or a similar one of ours.
protocol BenchmarkCase {
    static var name: String { get }

    /// The sizes that it comes in: agents and frameworks, or what stands for them in this case.
    static func sizes(_ selection: SizeSelection) -> [Size]

    /// Does it once; the measurements are the same ones in the same order each time.
    static func measure(_ size: Size) -> [Measurement]
}

struct Size: Hashable {
    var agents: Int
    var frameworks: Int
}

/// Which sizes were asked for.
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

    /// Mesos's grid of agents and frameworks, or a few points of it for which there are figures.
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

    /// Sizes of a case whose sizes are its own.
    func own(small: [Size], full: [Size]) -> [Size] {
        guard agents.isEmpty, frameworks.isEmpty else { return grid(small: small) }
        return grid == .full ? full : small
    }
}
