/// The mapping between the indices of a workload's frameworks and machines and their ids in the allocator.
package struct Roster: Sendable {
    package let frameworkIDs: [String]
    package let agentIDs: [String]
    package let resources: Set<ScalarResource>
    private let frameworks: [String: Int]
    private let machines: [String: Int]

    /// - Parameter master: The prefix of the frameworks' ids, so that several loads can share a cluster.
    package init(_ workload: ClusterWorkload, master: String) {
        frameworkIDs = workload.frameworks.map { "\(master)-\($0.name)" }
        resources = Set(workload.resources)
        agentIDs = workload.machines.map(\.name)
        frameworks = Dictionary(zip(frameworkIDs, frameworkIDs.indices)) { first, _ in first }
        machines = Dictionary(zip(agentIDs, agentIDs.indices)) { first, _ in first }
    }

    package func framework(_ id: String) -> Int? { frameworks[id] }

    package func machine(_ id: String) -> Int? { machines[id] }
}
