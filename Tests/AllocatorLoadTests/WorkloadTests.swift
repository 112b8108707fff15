import AllocatorLoad
import Testing

@Suite("Workload")
struct WorkloadTests {
    private func request(_ role: String, _ models: [String] = []) -> Request {
        Request(name: "r", amounts: Amounts(cpus: 1), models: models, role: role, runTime: .zero)
    }

    @Test("Requests for any machine take turns among their role's frameworks; bound ones share one of their own")
    func frameworks() {
        let workload = ClusterWorkload(
            machines: [],
            requests: [
                request("LS"), request("BE"), request("LS"), request("LS", ["T4"]), request("LS"),
                request("LS", ["V100", "T4"]), request("LS", ["T4", "V100", "T4"]),
            ]
        ) { $0 == "LS" ? 2 : 1 }
        #expect(workload.frameworks.map(\.name) == ["BE-1", "LS-1", "LS-2", "LS-T4", "LS-T4+V100"])
        #expect(workload.frameworks.map(\.role) == ["BE", "LS", "LS", "LS", "LS"])
        #expect(workload.frameworkOfRequest == [1, 0, 2, 3, 1, 4, 4])
        #expect(workload.roles == ["BE", "LS"])
    }

    @Test("What is generated depends on the seed and has the sizes that were asked for", arguments: [1, 2, 3, 10, 57])
    func generated(frameworks: Int) {
        func make(_ seed: UInt64) -> ClusterWorkload {
            ClusterWorkload.generated(machines: 9, frameworks: frameworks, requests: 300, seed: seed)
        }
        let workload = make(7)
        #expect(workload.machines.count == 9)
        #expect(workload.requests.count == 300)
        #expect(workload.frameworks.count == frameworks)
        #expect(Set(workload.frameworks.map(\.name)).count == frameworks)
        #expect(workload.requests == make(7).requests)
        #expect(workload.machines == make(7).machines)
        #expect(workload.requests != make(8).requests)
        #expect(workload.requests.map(\.arrival) == workload.requests.map(\.arrival).sorted())
    }
}
