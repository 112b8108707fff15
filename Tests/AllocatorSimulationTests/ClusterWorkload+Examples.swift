import AllocatorLoad
import AllocatorSimulation

extension Request {
    /// Returns a request for a number of CPUs, with times in whole seconds.
    static func of(_ cpus: Int64, _ role: String, at arrival: Int = 0, for runTime: Int) -> Request {
        Request(
            name: "r", amounts: Amounts(cpus: cpus * 1000), role: role, arrival: .seconds(arrival),
            runTime: .seconds(runTime))
    }
}

extension ClusterWorkload {
    /// Returns a workload with machines of 4 CPUs and one framework for each role.
    static func of(machines: Int, _ requests: [Request]) -> ClusterWorkload {
        let machines = (0..<machines).map { Machine(name: "m\($0)", total: Amounts(cpus: 4_000)) }
        return ClusterWorkload(machines: machines, requests: requests) { _ in 1 }
    }

    func outcome(under policy: Policy = Policy(), until limit: Duration? = nil) throws -> SimulationOutcome {
        var simulation = try Simulation(self, pace: .compressed(by: 1), policy: policy)
        return try simulation.run(until: limit)
    }

    func column(under policy: Policy = Policy(), until limit: Duration? = nil) throws -> SimulationReport.Column {
        SimulationReport(self, [try outcome(under: policy, until: limit)]).columns[0]
    }
}
