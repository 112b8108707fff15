extension Machine {
    /// Reads machines from a file with the columns `sn`, `cpu_milli` and `memory_mib`, and optionally `gpu` (the number
    /// of GPUs) and `model` (of the GPUs). Other columns are ignored unless they are mapped.
    package static func read(path: String, columns mappings: [ColumnMapping] = []) throws(CSVFailure) -> [Machine] {
        try read(CSVTable(path: path, maximumRows: ClusterWorkload.maximumMachines), mappings)
    }

    /// Reads machines from a text. Error messages call it `file`.
    package static func read(
        text: String, file: String, columns mappings: [ColumnMapping] = []
    ) throws(CSVFailure) -> [Machine] {
        try read(CSVTable(text: text, file: file, maximumRows: ClusterWorkload.maximumMachines), mappings)
    }

    static func read(_ table: CSVTable, _ mappings: [ColumnMapping]) throws(CSVFailure) -> [Machine] {
        let columns = CSVColumns(mappings, fields: CSVField.ofMachines, header: table.header)
        try table.require([columns.column(of: .sn)] + columns.missingCommon)
        var machines: [Machine] = []
        var names: Set<String> = []
        for row in table.rows {
            let machine = try Machine(row, columns)
            guard names.insert(machine.name).inserted else {
                throw row.failure(
                    columns.column(of: .sn), "\(CSVRow.shown(machine.name)) appears twice; rename or remove one")
            }
            machines.append(machine)
        }
        guard !machines.isEmpty else { throw CSVFailure(table.file, "it has no machine; add a row for each") }
        return machines
    }

    private init(_ row: CSVRow, _ columns: CSVColumns) throws(CSVFailure) {
        var total = Amounts.zero
        if !columns.isMapped(.gpus) {
            total.gpus = try row.integer("gpu", 0...Amounts.maximum / 1000, absent: 0) * 1000
        }
        try row.addAmounts(to: &total, columns)
        let model = columns.column(of: .model)
        self.init(
            name: try row.name(columns.column(of: .sn)), total: total,
            model: row.text(model).isEmpty ? "" : try row.name(model))
    }
}

extension CSVColumns {
    /// The missing default columns for amounts: those that are required and not mapped.
    var missingCommon: [String] {
        (isMapped(.cpus) ? [] : ["cpu_milli"]) + (isMapped(.mem) ? [] : ["memory_mib"])
    }
}

extension CSVRow {
    /// Reads the amounts from the default columns and adds those of mapped columns.
    func addAmounts(to amounts: inout Amounts, _ columns: CSVColumns) throws(CSVFailure) {
        if !columns.isMapped(.cpus) { amounts.cpus = try integer("cpu_milli", 0...Amounts.maximum) }
        if !columns.isMapped(.mem) { amounts.memory = try integer("memory_mib", 0...Amounts.maximum / 1000) * 1000 }
        for mapped in columns.amounts {
            amounts[mapped.resource] += try amount(mapped.column, divisor: mapped.divisor)
            guard amounts[mapped.resource] <= Amounts.maximum else {
                throw failure(
                    mapped.column,
                    "the columns of \(mapped.resource.name) add up to more than the maximum "
                        + "amount; divide one of them")
            }
        }
    }
}
