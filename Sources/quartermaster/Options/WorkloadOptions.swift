import AllocatorLoad
import ArgumentParser

/// The options that select the machines and requests of a workload.
struct WorkloadOptions: ParsableArguments {
    /// The description of the files, for help texts.
    static let columns = """
        Columns of machines: sn (the name), cpu_milli (thousandths of a CPU), memory_mib (MiB); optional: gpu (the \
        number), model. Columns of requests: name, cpu_milli, memory_mib; optional: num_gpu × gpu_milli, gpu_spec \
        (models separated by |), qos (the role), creation_time, scheduled_time, deletion_time (in seconds). The GPUs \
        of a machine are one amount, of which a request takes num_gpu × gpu_milli / 1000. Files may be compressed by \
        gzip.

        For columns of other names or units, --column COLUMN=RESOURCE:DIVISOR defines that COLUMN ÷ DIVISOR is the \
        amount of RESOURCE. Examples: cpu_milli=cpus:1000, mem_bytes=mem:1048576 (mem and disk are in MiB), \
        licenses=license. Instead of a resource it can name a column from above that holds text or a time: id=sn, \
        submit_ms=creation_time:1000.
        """

    @Option(help: .init("A CSV file of machines.", valueName: "file"))
    var machines: String?

    @Option(help: .init("A CSV file of requests.", valueName: "file"))
    var requests: String?

    @Option(
        name: .customLong("column"),
        help: .init(
            "With files: the meaning of a column. May be given several times.", valueName: "column=resource:divisor"))
    var columnTexts: [String] = []

    @Option(help: .init("Without files: the number of machines.", valueName: "count"))
    var agents = 20

    @Option(help: .init("Without files: the number of frameworks, in up to three roles.", valueName: "count"))
    var frameworks = 6

    @Option(help: .init("Without files: the number of requests.", valueName: "count"))
    var requestCount = 1_000

    @Option(help: .init("Without files: the seed of the generated cluster and requests.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: .init("With files: the number of frameworks that share the requests of a role.", valueName: "count"))
    var frameworksPerRole = 2

    func validate() throws {
        guard (machines == nil) == (requests == nil) else {
            throw ValidationError("--machines and --requests go together: give both or neither")
        }
        _ = try mappings()
        try Self.check(agents, 1...ClusterWorkload.maximumMachines, "--agents")
        try Self.check(frameworks, 1...ClusterWorkload.maximumFrameworks, "--frameworks")
        try Self.check(requestCount, 0...ClusterWorkload.maximumRequests, "--request-count")
        try Self.check(frameworksPerRole, 1...1_000, "--frameworks-per-role")
    }

    static func check<Value: Comparable>(_ value: Value, _ range: ClosedRange<Value>, _ option: String) throws {
        guard range.contains(value) else {
            throw ValidationError("\(option) takes \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// Reads the files, or generates a workload if none are given.
    func workload() throws -> ClusterWorkload {
        guard let machines, let requests else {
            return .generated(machines: agents, frameworks: frameworks, requests: requestCount, seed: seed)
        }
        let workload = try ClusterWorkload.read(
            machines: machines, requests: requests, columns: mappings(), frameworksPerRole: frameworksPerRole)
        if let remark = workload.remarkOnTimes { Terminal.remark("\(requests): \(remark)") }
        return workload
    }

    private func mappings() throws -> [ColumnMapping] {
        guard columnTexts.isEmpty || machines != nil else {
            throw ValidationError("--column goes with --machines and --requests")
        }
        guard columnTexts.count <= ColumnMapping.maximumCount else {
            throw ValidationError("--column may be given at most \(ColumnMapping.maximumCount) times")
        }
        let mappings = try columnTexts.map { text in
            guard let mapping = ColumnMapping(text) else {
                throw ValidationError(
                    "--column takes COLUMN=RESOURCE or COLUMN=RESOURCE:DIVISOR, not '\(text.prefix(64))'")
            }
            if let resource = mapping.intendedResource {
                throw ValidationError(
                    "--column \(mapping.column)=\(mapping.target): '\(mapping.target)' is a column; "
                        + "name the resource, '\(resource)'"
                )
            }
            return mapping
        }
        let further = Set(mappings.filter { !$0.isOfField }.map { ScalarResource($0.target) })
            .subtracting(ScalarResource.common)
        guard further.count <= ScalarResource.maximumFurther else {
            throw ValidationError(
                "--column names \(further.count) resources besides cpus, mem and gpus; "
                    + "name at most \(ScalarResource.maximumFurther)")
        }
        return mappings
    }
}
