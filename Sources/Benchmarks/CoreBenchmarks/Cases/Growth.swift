/// The growth of a full and of an idle run with the number of agents and of frameworks.
enum Growth: BenchmarkCase {
    static let name = "Growth"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        let agents = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000].map { Size(agents: $0, frameworks: 200) }
        let frameworks = [1, 10, 100, 1_000, 3_000, 6_000].map { Size(agents: 4_000, frameworks: $0) }
        let most = [Size(agents: 50_000, frameworks: 6_000)]
        return selection.own(small: agents + frameworks + most, full: agents + frameworks + most)
    }

    static func measure(_ size: Size) -> [Measurement] {
        let label = "\(name) \(size.agents)x\(size.frameworks)"
        var cluster = DeclineOffers.cluster(size)
        let first = Stopwatch.seconds { cluster.runOnInterval() }
        let run = cluster.takeRun()
        let idle = (0..<5).map { _ in Stopwatch.seconds { cluster.runOnInterval() } }
        return [
            Measurement(name: "\(label) full run", seconds: [first], offers: run.bundleCount),
            Measurement(name: "\(label) idle run", seconds: idle, offers: 0),
        ]
    }
}
