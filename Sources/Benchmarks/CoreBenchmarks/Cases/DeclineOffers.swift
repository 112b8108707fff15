import AllocatorCore

/// Declines every offer forever, until every framework has declined every agent.
enum DeclineOffers: BenchmarkCase {
    static let name = "DeclineOffers"

    /// The maximum number of filters. Rounds that would exceed it are skipped.
    private static let mostFilters = 4_000_000

    static func sizes(_ selection: SizeSelection) -> [Size] {
        selection.grid(small: [1, 50, 100, 200].map { Size(agents: 1_000, frameworks: $0) })
    }

    static func measure(_ size: Size) -> [Measurement] {
        var cluster = cluster(size)
        return rounds(of: &cluster, size, named: name)
    }

    /// The first run, a run with everything offered, and, after as many rounds as frameworks, a run with everything
    /// declined.
    static func rounds(of cluster: inout PlayedCluster, _ size: Size, named name: String) -> [Measurement] {
        let label = "\(name) \(size.agents)x\(size.frameworks)"
        let first = Stopwatch.seconds { cluster.runOnInterval() }
        var run = cluster.takeRun()
        var measurements = [
            Measurement(
                name: "\(label) first run", seconds: [first], offers: run.bundleCount,
                reference: ReferenceFigures.firstRun[name]?[size])
        ]
        let offered = (0..<5).map { _ in Stopwatch.seconds { cluster.runOnInterval() } }
        _ = cluster.takeRun()
        measurements.append(Measurement(name: "\(label) all offered", seconds: offered, offers: 0))
        guard size.agents * size.frameworks <= mostFilters else { return measurements }
        while run.bundleCount > 0 {
            cluster.giveBack(run, refusingForDays: 365)
            cluster.runOnInterval()
            run = cluster.takeRun()
        }
        let declined = (0..<5).map { _ in Stopwatch.seconds { cluster.runOnInterval() } }
        measurements.append(
            Measurement(
                name: "\(label) all declined", seconds: declined, offers: 0,
                reference: ReferenceFigures.allDeclined[name]?[size]))
        return measurements
    }

    /// - Parameter reservations: Returns the additional reserved resources of an agent, by its number.
    static func cluster(
        _ size: Size, role: Name = "*", reservations: (Int) -> [Resource] = { _ in [] }
    ) -> PlayedCluster {
        var cluster = PlayedCluster()
        let frameworks = (0..<size.frameworks).map { Shape.framework($0, role: role) }
        let used =
            Shape.scalars(cpus: 16, mem: 2_014, disk: 1_024) + [Shape.ports(Shape.halfOfThePorts)]
        let agents = (0..<size.agents).map { number in
            Shape.agent(
                number,
                total: Shape.scalars(cpus: 24, mem: 4_096, disk: 4_096) + [Shape.ports(Shape.allPorts)]
                    + reservations(number),
                used: used, by: Shape.frameworkID(number % size.frameworks), in: role)
        }
        cluster.prepare(frameworks + agents)
        return cluster
    }
}

/// `DeclineOffers` with a reservation of unique labels on each agent.
enum ResourceLabels: BenchmarkCase {
    static let name = "ResourceLabels"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        selection.grid(small: [Size(agents: 1_000, frameworks: 50)])
    }

    static func measure(_ size: Size) -> [Measurement] {
        var cluster = DeclineOffers.cluster(size, role: "test") { number in
            let labels = [
                Label(key: Name("key-\(number)"), value: "value"), Label(key: "other", value: Name("value-\(number)")),
            ]
            let reservation = Reservation(kind: .dynamic, role: "test", principal: "principal", labels: labels)
            return [Shape.scalar("cpus", 1, reservations: [reservation])]
        }
        return DeclineOffers.rounds(of: &cluster, size, named: name)
    }
}
