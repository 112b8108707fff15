import AllocatorCore

/// The memory that agents, frameworks and filters take, at 50,000 agents.
struct MemoryUse: Encodable {
    var agents: Int
    var frameworks: Int
    var filters: Int
    /// An agent of the shape in `DeclineOffers`: part of it in use, the rest not offered.
    var bytesPerAgent: Int
    var bytesPerFramework: Int
    /// The bytes of one filter, from a framework's decline of one agent until the filter expires.
    var bytesPerFilter: Int

    /// Measures the memory. Returns `nil` if the resident size is unavailable.
    static func measure(agents: Int, frameworks: Int, rounds: Int) -> MemoryUse? {
        let size = Size(agents: agents, frameworks: frameworks)
        var cluster = PlayedCluster()
        guard let empty = ResidentMemory.bytes() else { return nil }
        cluster.prepare((0..<frameworks).map { Shape.framework($0) })
        guard let withFrameworks = ResidentMemory.bytes() else { return nil }
        add(agents: size.agents, to: &cluster, frameworks: frameworks)
        guard let withAgents = ResidentMemory.bytes() else { return nil }

        // One round as warm-up, so that the agents have been in a run before filters are measured.
        var filters = 0
        var beforeFilters = withAgents
        for round in 0...rounds {
            cluster.runOnInterval()
            let run = cluster.takeRun()
            cluster.giveBack(run, refusingForDays: 365)
            if round == 0 {
                guard let bytes = ResidentMemory.bytes() else { return nil }
                beforeFilters = bytes
            } else {
                filters += run.bundleCount
            }
        }
        guard let withFilters = ResidentMemory.bytes() else { return nil }
        return MemoryUse(
            agents: agents, frameworks: frameworks, filters: filters,
            bytesPerAgent: (withAgents - withFrameworks) / agents,
            bytesPerFramework: (withFrameworks - empty) / frameworks,
            bytesPerFilter: (withFilters - beforeFilters) / max(filters, 1))
    }

    /// Adds agents one by one, so that the calls do not take memory at the same time.
    private static func add(agents: Int, to cluster: inout PlayedCluster, frameworks: Int) {
        let total = Shape.scalars(cpus: 24, mem: 4_096, disk: 4_096) + [Shape.ports(Shape.allPorts)]
        let used = Shape.scalars(cpus: 16, mem: 2_014, disk: 1_024) + [Shape.ports(Shape.halfOfThePorts)]
        for number in 0..<agents {
            let framework = Shape.frameworkID(number % frameworks)
            cluster.prepare([Shape.agent(number, total: total, used: used, by: framework)])
        }
    }
}
