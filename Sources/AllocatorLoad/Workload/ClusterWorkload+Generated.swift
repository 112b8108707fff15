import AllocatorCore

extension ClusterWorkload {
    /// Generates a workload. Equal arguments give equal workloads.
    ///
    /// Every fourth machine has GPUs. The rate of arrivals is such that the running requests use about seven tenths of
    /// the CPUs. Each request runs for 5 to 40 seconds.
    ///
    /// - Parameter frameworks: The number of frameworks, spread over up to three roles.
    package static func generated(machines: Int, frameworks: Int, requests: Int, seed: UInt64) -> ClusterWorkload {
        var random = Generator(seed: seed)
        let roles = Array(["batch", "production", "research"].prefix(frameworks))
        let machines = (0..<machines).map { machine(number: $0, &random) }
        let cpus = machines.reduce(0) { $0 + $1.total.cpus }
        // A request uses 2.8 CPUs for 22.5 seconds on average.
        let spacing = Duration.seconds(2_800 * 22.5 / (0.7 * Double(max(cpus, 1))))
        let hasGPUs = machines.contains { $0.total.gpus > 0 }
        var arrival = Duration.zero
        let requests = (0..<requests).map { number in
            defer { arrival += spacing * Int.random(in: 0...200, using: &random) / 100 }
            let role = roles.isEmpty ? "*" : roles[number % roles.count]
            return request(number: number, role, arrival, hasGPUs, &random)
        }
        return ClusterWorkload(machines: machines, requests: requests) { role in
            let place = roles.firstIndex(of: role) ?? 0
            return (frameworks + roles.count - 1 - place) / max(roles.count, 1)
        }
    }

    private static func machine(number: Int, _ random: inout Generator) -> Machine {
        let cpus: Int64 = [16, 32, 64][Int.random(in: 0..<3, using: &random)]
        let hasGPUs = number % 4 == 3
        let model = hasGPUs ? ["A10", "T4"][Int.random(in: 0..<2, using: &random)] : ""
        let total = Amounts(cpus: cpus * 1000, memory: cpus * 4096 * 1000, gpus: hasGPUs ? 4000 : 0)
        return Machine(name: "machine-\(number + 1)", total: total, model: model)
    }

    private static func request(
        number: Int, _ role: String, _ arrival: Duration, _ mayAskForGPUs: Bool, _ random: inout Generator
    ) -> Request {
        let cpus: Int64 = [500, 1000, 2000, 2500, 8000][Int.random(in: 0..<5, using: &random)]
        let memory = cpus * Int64.random(in: 1...4, using: &random) * 1024
        let asksForGPUs = Int.random(in: 0..<8, using: &random) == 0 && mayAskForGPUs
        let gpus: Int64 = asksForGPUs ? [250, 500, 1000, 2000][Int.random(in: 0..<4, using: &random)] : 0
        return Request(
            name: "request-\(number + 1)", amounts: Amounts(cpus: cpus, memory: memory, gpus: gpus), role: role,
            arrival: arrival, runTime: .milliseconds(Int.random(in: 5_000...40_000, using: &random)))
    }
}
