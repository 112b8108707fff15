extension Machine {
    /// Reads a file with the columns `sn`, `cpu_milli`, `memory_mib` and, where there are, `gpu` (how many) and `model`
    /// (of the GPUs). Other columns are passed over.
    package static func read(path: String) throws(CSVFailure) -> [Machine] {
        try read(CSVTable(path: path, requiring: required, maximumRows: Workload.maximumMachines))
    }

    /// The same from a text; `file` is what failures call it.
    package static func read(text: String, file: String) throws(CSVFailure) -> [Machine] {
        try read(CSVTable(text: text, file: file, requiring: required, maximumRows: Workload.maximumMachines))
    }

    private static let required = ["sn", "cpu_milli", "memory_mib"]

    private static func read(_ table: CSVTable) throws(CSVFailure) -> [Machine] {
        var machines: [Machine] = []
        var names: Set<String> = []
        for row in table.rows {
            let machine = try Machine(row)
            guard names.insert(machine.name).inserted else {
                throw row.failure("sn", "\(CSVRow.shown(machine.name)) is there twice; rename or remove one")
            }
            machines.append(machine)
        }
        guard !machines.isEmpty else { throw CSVFailure(table.file, "it has no machine; add a row for each") }
        return machines
    }

    private init(_ row: CSVRow) throws(CSVFailure) {
        let unit = Amounts.maximum / 1000
        self.init(
            name: try row.name("sn"),
            total: Amounts(
                cpus: try row.integer("cpu_milli", 0...Amounts.maximum),
                memory: try row.integer("memory_mib", 0...unit) * 1000,
                gpus: try row.integer("gpu", 0...unit, absent: 0) * 1000),
            model: row.text("model").isEmpty ? "" : try row.name("model"))
    }
}
