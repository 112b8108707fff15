import AllocatorLoad
import ArgumentParser

/// Which machines and requests a command plays.
struct WorkloadOptions: ParsableArguments {
    /// What the files hold, for the help of commands that read them.
    static let columns = """
        Machines: sn, cpu_milli, memory_mib and, where known, gpu, model. Requests: name, cpu_milli, memory_mib and, \
        where known, num_gpu × gpu_milli, gpu_spec (models with | between), qos, creation_time, scheduled_time, \
        deletion_time (in seconds). A machine's GPUs are one sum: a request takes num_gpu × gpu_milli / 1000 of it.
        """

    @Option(help: .init("A CSV file of machines.", valueName: "file"))
    var machines: String?

    @Option(help: .init("A CSV file of requests.", valueName: "file"))
    var requests: String?

    @Option(help: .init("Without files: how many machines.", valueName: "count"))
    var agents = 20

    @Option(help: .init("Without files: how many frameworks, in up to three roles.", valueName: "count"))
    var frameworks = 6

    @Option(help: .init("Without files: how many requests.", valueName: "count"))
    var requestCount = 1_000

    @Option(help: .init("Without files: what makes one cluster differ from another.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: .init("With files: frameworks of each role that share its requests.", valueName: "count"))
    var frameworksPerRole = 2

    func validate() throws {
        guard (machines == nil) == (requests == nil) else {
            throw ValidationError("--machines and --requests go together: give both or neither")
        }
        try Self.check(agents, 1...Workload.maximumMachines, "--agents")
        try Self.check(frameworks, 1...Workload.maximumFrameworks, "--frameworks")
        try Self.check(requestCount, 0...Workload.maximumRequests, "--request-count")
        try Self.check(frameworksPerRole, 1...1_000, "--frameworks-per-role")
    }

    static func check<Value: Comparable>(_ value: Value, _ range: ClosedRange<Value>, _ option: String) throws {
        guard range.contains(value) else {
            throw ValidationError("\(option) takes \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// Reads the files, or makes a cluster up.
    func workload() throws -> Workload {
        guard let machines, let requests else {
            return .generated(machines: agents, frameworks: frameworks, requests: requestCount, seed: seed)
        }
        let perRole = frameworksPerRole
        return try Workload(machines: Machine.read(path: machines), requests: Request.read(path: requests)) { _ in
            perRole
        }
    }
}
