/// A fault in a CSV file: its location, the reason, and the remedy.
package struct CSVFailure: Error, Hashable, Sendable {
    package let file: String
    /// The row in the numbering of spreadsheets, with the header as row 1, or `nil` if the fault concerns the whole
    /// file.
    package let row: Int?
    package let column: String?
    package let reason: String

    init(_ file: String, row: Int? = nil, column: String? = nil, _ reason: String) {
        self.file = file
        self.row = row
        self.column = column
        self.reason = reason
    }
}

extension CSVFailure: CustomStringConvertible {
    package var description: String {
        let place = [
            CSVRow.printable(file), row.map { "row \($0)" }, column.map { "column \(CSVRow.printable($0))" },
        ].compactMap(\.self)
        return "\(place.joined(separator: ", ")): \(reason)"
    }
}
