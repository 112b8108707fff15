extension ClusterWorkload {
    /// Reads a file of machines and a file of requests.
    ///
    /// - Parameters:
    ///   - machines: The path of the file of machines.
    ///   - mappings: The column mappings. The column of a mapped field must be in the file with that field. The
    ///     column of an amount may be in either file.
    ///   - frameworksPerRole: The number of frameworks that share the requests of each role.
    package static func read(
        machines: String, requests: String, columns mappings: [ColumnMapping] = [], frameworksPerRole: Int
    ) throws(CSVFailure) -> ClusterWorkload {
        let machineTable = try CSVTable(path: machines, maximumRows: maximumMachines)
        let requestTable = try CSVTable(path: requests, maximumRows: maximumRequests)
        for mapping in mappings {
            let tables = [machineTable, requestTable].enumerated().filter { place, _ in
                guard let field = CSVField(rawValue: mapping.target) else { return true }
                return (place == 0 ? CSVField.ofMachines : CSVField.ofRequests).contains(field)
            }
            guard !tables.contains(where: { $1.header.contains(mapping.column) }) else { continue }
            throw CSVFailure(
                tables.map(\.element.file).joined(separator: " and "), row: 1, column: mapping.column,
                "there is no such column, which --column says is \(CSVRow.printable(mapping.target)); correct its name")
        }
        return ClusterWorkload(
            machines: try Machine.read(machineTable, mappings), requests: try Request.read(requestTable, mappings)
        ) { _ in frameworksPerRole }
    }
}
