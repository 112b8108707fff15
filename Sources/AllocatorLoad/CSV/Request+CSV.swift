extension Request {
    /// Reads requests from a file with the columns `name`, `cpu_milli` and `memory_mib`, and optionally:
    ///
    /// - `num_gpu` and `gpu_milli`: The number of GPUs, and the thousandths of each. Their product is requested,
    ///   because the allocator adds up a machine's GPUs.
    /// - `gpu_spec`: The models of machine that the request may run on, separated by `|`. If empty, any model.
    /// - `qos`: The role. If empty, `*`.
    /// - `creation_time`: The arrival in seconds. If empty, that of the first request.
    /// - `scheduled_time` and `deletion_time`: The start and end in seconds. If the start is empty, it is
    ///   `creation_time`. If the end is empty, the request runs until the last time in the file.
    ///
    /// Other columns are ignored unless they are mapped.
    package static func read(path: String, columns mappings: [ColumnMapping] = []) throws(CSVFailure) -> [Request] {
        try read(CSVTable(path: path, maximumRows: ClusterWorkload.maximumRequests), mappings)
    }

    /// Reads requests from a text. Error messages call it `file`.
    package static func read(
        text: String, file: String, columns mappings: [ColumnMapping] = []
    ) throws(CSVFailure) -> [Request] {
        try read(CSVTable(text: text, file: file, maximumRows: ClusterWorkload.maximumRequests), mappings)
    }

    static func read(_ table: CSVTable, _ mappings: [ColumnMapping]) throws(CSVFailure) -> [Request] {
        let columns = CSVColumns(mappings, fields: CSVField.ofRequests, header: table.header)
        try table.require([columns.column(of: .name)] + columns.missingCommon)
        var rows: [(row: CSVRow, times: Times)] = []
        for row in table.rows {
            rows.append((row, try Times(row, columns)))
        }
        guard !rows.isEmpty else { throw CSVFailure(table.file, "it has no request; add a row for each") }
        let first = rows.compactMap(\.times.creation).min() ?? 0
        let last = rows.lazy.map(\.times.latest).max() ?? 0
        var requests: [Request] = []
        requests.reserveCapacity(rows.count)
        for (row, times) in rows {
            requests.append(try Request(row, columns, times, first: first, last: last))
        }
        return requests
    }

    private init(
        _ row: CSVRow, _ columns: CSVColumns, _ times: Times, first: Double, last: Double
    ) throws(CSVFailure) {
        let creation = times.creation ?? first
        self.init(
            name: try row.name(columns.column(of: .name)), amounts: try Self.amounts(row, columns),
            models: try Self.models(row, columns.column(of: .gpuSpec)),
            role: try Self.role(row, columns.column(of: .qos)), arrival: .seconds(creation - first),
            runTime: .seconds(max(0, (times.deletion ?? last) - (times.scheduled ?? creation))))
    }

    private static func amounts(_ row: CSVRow, _ columns: CSVColumns) throws(CSVFailure) -> Amounts {
        var amounts = Amounts.zero
        if !columns.isMapped(.gpus) {
            let perGPU = try row.integer("gpu_milli", 0...1000, absent: 1000)
            amounts.gpus = try row.integer("num_gpu", 0...Amounts.maximum / 1000, absent: 0) * perGPU
        }
        try row.addAmounts(to: &amounts, columns)
        guard amounts != .zero else {
            let column = columns.amounts.first { $0.resource == .cpus }?.column ?? "cpu_milli"
            throw row.failure(column, "the row requests no resources; give it an amount or remove it")
        }
        return amounts
    }

    private static func models(_ row: CSVRow, _ column: String) throws(CSVFailure) -> [String] {
        guard !row.text(column).isEmpty else { return [] }
        let models = try row.name(column).split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard !models.contains("") else {
            throw row.failure(column, "a model is missing beside a |; write models with a single | between them")
        }
        return models
    }

    /// Reads a top-level role and checks that the allocator accepts it.
    private static func role(_ row: CSVRow, _ column: String) throws(CSVFailure) -> String {
        guard !row.text(column).isEmpty else { return "*" }
        let role = try row.name(column)
        guard !role.hasPrefix("-"), !role.contains("/"), role != ".", role != ".." else {
            throw row.failure(column, "\(CSVRow.shown(role)) cannot be a role: no / in it, no - first, not . or ..")
        }
        return role
    }
}

/// The times of a row, in seconds.
private struct Times {
    let creation: Double?
    let scheduled: Double?
    let deletion: Double?

    init(_ row: CSVRow, _ columns: CSVColumns) throws(CSVFailure) {
        func seconds(_ field: CSVField) throws(CSVFailure) -> Double? {
            try row.seconds(columns.column(of: field), divisor: columns.divisor(of: field))
        }
        creation = try seconds(.creationTime)
        scheduled = try seconds(.scheduledTime)
        deletion = try seconds(.deletionTime)
        if let deletion, let begin = scheduled ?? creation, deletion < begin {
            throw row.failure(
                columns.column(of: .deletionTime), "the end is before the row's start; correct one of them")
        }
    }

    var latest: Double { max(creation ?? 0, scheduled ?? 0, deletion ?? 0) }
}
