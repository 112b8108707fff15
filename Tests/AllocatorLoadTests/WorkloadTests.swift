import AllocatorLoad
import Testing

@Suite
struct WorkloadTests {
    private func request(_ role: String, _ models: [String] = []) -> Request {
        Request(name: "r", amounts: Amounts(cpus: 1), models: models, role: role, runTime: .zero)
    }

    @Test func `unbound requests take turns among their role's frameworks, and bound ones share a framework`() {
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

    @Test(arguments: [1, 2, 3, 10, 57])
    func `a generated workload depends on its seed and has the requested sizes`(frameworks: Int) {
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
