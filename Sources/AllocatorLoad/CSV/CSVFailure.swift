/// Why a file was not read, with the place of the fault and what to do.
package struct CSVFailure: Error, Hashable, Sendable {
    package let file: String
    /// As a spreadsheet counts: the header is row 1. `nil` where the fault is the file's.
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
            Self.printable(file), row.map { "row \($0)" }, column.map { "column \(Self.printable($0))" },
        ].compactMap(\.self)
        return "\(place.joined(separator: ", ")): \(reason)"
    }

    /// The names of columns are from the file, whoever made it.
    private static func printable(_ name: String) -> String {
        let isPrintable = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return isPrintable && name.count <= 255 ? name : CSVRow.shown(name)
    }
}
