import AllocatorCore

/// Adds agents, then updates them with revocable resources on top, each as one batch with the run that it requests.
enum AddAndUpdateSlave: BenchmarkCase {
    static let name = "AddAndUpdateSlave"

    static func sizes(_ selection: SizeSelection) -> [Size] {
        selection.grid(small: [Size(agents: 1_000, frameworks: 200), Size(agents: 5_000, frameworks: 1_000)])
    }

    static func measure(_ size: Size) -> [Measurement] {
        let label = "\(name) \(size.agents)x\(size.frameworks)"
        let (additions, updates) = (additions(size), updates(size))
        var cluster = cluster(size)
        let figures = ReferenceFigures.addAndUpdateSlave[size]
        return [(" add all", additions, figures?.add), (" update all", updates, figures?.update)].map {
            let (part, calls, figure) = $0
            let seconds = Stopwatch.seconds { cluster.applyBatch(calls) }
            return Measurement(
                name: label + part, seconds: [seconds], offers: cluster.takeRun().bundleCount, reference: figure)
        }
    }

    /// Returns a cluster with the frameworks only.
    static func cluster(_ size: Size) -> PlayedCluster {
        var cluster = PlayedCluster()
        cluster.applyBatch(
            (0..<size.frameworks).map { Shape.framework($0, capabilities: [.multiRole, .revocableResources]) })
        return cluster
    }

    private static let total =
        Shape.scalars(cpus: 2, mem: 1_024, disk: 4_096) + [Shape.ports(Shape.allPorts)]

    static func additions(_ size: Size) -> [Call] {
        let used =
            Shape.scalars(cpus: 1, mem: 128, disk: 1_024)
            + [Shape.ports([31_126...31_510, 31_512...31_623, 31_810...31_852, 31_854...31_964])]
        return (0..<size.agents).map { number in
            Shape.agent(number, total: total, used: used, by: Shape.frameworkID(number % size.frameworks))
        }
    }

    static func updates(_ size: Size) -> [Call] {
        let enlarged = total + [Shape.scalar("cpus", 10, isRevocable: true)]
        return (0..<size.agents).map { number in
            .updateAgent(Shape.description(ofAgent: number), total: enlarged, replacesCapabilities: false)
        }
    }
}
