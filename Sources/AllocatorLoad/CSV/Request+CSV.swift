extension Request {
    /// Reads a file with the columns `name`, `cpu_milli`, `memory_mib` and, where there are:
    ///
    /// - `num_gpu`, and `gpu_milli` of each of them: together num_gpu × gpu_milli thousandths of GPUs. Which of a machine's
    ///   GPUs gives a part is the machine's own affair; here, as for the allocator, its GPUs are one sum;
    /// - `gpu_spec`: the models of machine that will do, with `|` between; empty: any;
    /// - `qos`: the role; empty: `*`;
    /// - `creation_time`, in seconds: when it comes; empty: with the first;
    /// - `scheduled_time` (where empty, `creation_time`) and `deletion_time`, in seconds: it runs from the one to the other;
    ///   without an end it runs until the last time in the file.
    ///
    /// Other columns are passed over.
    package static func read(path: String) throws(CSVFailure) -> [Request] {
        try read(CSVTable(path: path, requiring: required, maximumRows: Workload.maximumRequests))
    }

    /// The same from a text; `file` is what failures call it.
    package static func read(text: String, file: String) throws(CSVFailure) -> [Request] {
        try read(CSVTable(text: text, file: file, requiring: required, maximumRows: Workload.maximumRequests))
    }

    private static let required = ["name", "cpu_milli", "memory_mib"]

    private static func read(_ table: CSVTable) throws(CSVFailure) -> [Request] {
        var rows: [(row: CSVRow, times: Times)] = []
        for row in table.rows {
            rows.append((row, try Times(row)))
        }
        guard !rows.isEmpty else { throw CSVFailure(table.file, "it has no request; add a row for each") }
        let first = rows.compactMap(\.times.creation).min() ?? 0
        let last = rows.lazy.map(\.times.latest).max() ?? 0
        var requests: [Request] = []
        requests.reserveCapacity(rows.count)
        for (row, times) in rows {
            requests.append(try Request(row, times, first: first, last: last))
        }
        return requests
    }

    private init(_ row: CSVRow, _ times: Times, first: Double, last: Double) throws(CSVFailure) {
        let creation = times.creation ?? first
        self.init(
            name: try row.name("name"), amounts: try Self.amounts(row), models: try Self.models(row),
            role: try Self.role(row), arrival: .seconds(creation - first),
            runTime: .seconds(max(0, (times.deletion ?? last) - (times.scheduled ?? creation))))
    }

    private static func amounts(_ row: CSVRow) throws(CSVFailure) -> Amounts {
        let perGPU = try row.integer("gpu_milli", 0...1000, absent: 1000)
        let amounts = Amounts(
            cpus: try row.integer("cpu_milli", 0...Amounts.maximum),
            memory: try row.integer("memory_mib", 0...Amounts.maximum / 1000) * 1000,
            gpus: try row.integer("num_gpu", 0...Amounts.maximum / 1000, absent: 0) * perGPU)
        guard amounts != .zero else {
            throw row.failure("cpu_milli", "the row asks for nothing at all; give it an amount or remove it")
        }
        return amounts
    }

    private static func models(_ row: CSVRow) throws(CSVFailure) -> [String] {
        guard !row.text("gpu_spec").isEmpty else { return [] }
        let models = try row.name("gpu_spec").split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard !models.contains("") else {
            throw row.failure("gpu_spec", "a model is missing beside a |; write models with one | between")
        }
        return models
    }

    /// A top-level role as the allocator takes it.
    private static func role(_ row: CSVRow) throws(CSVFailure) -> String {
        guard !row.text("qos").isEmpty else { return "*" }
        let role = try row.name("qos")
        guard !role.hasPrefix("-"), !role.contains("/"), role != ".", role != ".." else {
            throw row.failure("qos", "\(CSVRow.shown(role)) cannot be a role: no / in it, no - first, not . or ..")
        }
        return role
    }
}

/// The times of a row, as the file has them.
private struct Times {
    let creation: Double?
    let scheduled: Double?
    let deletion: Double?

    init(_ row: CSVRow) throws(CSVFailure) {
        creation = try row.seconds("creation_time")
        scheduled = try row.seconds("scheduled_time")
        deletion = try row.seconds("deletion_time")
        if let deletion, let begin = scheduled ?? creation, deletion < begin {
            throw row.failure("deletion_time", "it is before the row's beginning; correct one of them")
        }
    }

    var latest: Double { max(creation ?? 0, scheduled ?? 0, deletion ?? 0) }
}
