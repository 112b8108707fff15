import Foundation

/// A row of a CSV file. Cells are validated when they are read by column.
struct CSVRow {
    let file: String
    /// The number of the row. The header is row 1.
    let number: Int
    fileprivate let places: [String: Int]
    fileprivate let cells: [String]

    init(file: String, number: Int, places: [String: Int], cells: [String]) {
        self.file = file
        self.number = number
        self.places = places
        self.cells = cells
    }

    /// Returns the text of a cell without surrounding white space, or an empty string if there is no such column.
    func text(_ column: String) -> String {
        guard let place = places[column] else { return "" }
        return cells[place].trimmingCharacters(in: .whitespaces)
    }

    /// Parses a whole number in `range`. An empty cell counts as `absent`.
    func integer(_ column: String, _ range: ClosedRange<Int64>, absent: Int64? = nil) throws(CSVFailure) -> Int64 {
        let text = text(column)
        if text.isEmpty, let absent { return absent }
        guard let value = Int64(text), range.contains(value) else {
            throw failure(
                column,
                "\(Self.shown(text)) is not a whole number from \(range.lowerBound) to \(range.upperBound); correct it")
        }
        return value
    }

    /// Parses an amount and returns it in thousandths, divided by `divisor`. An empty cell counts as zero.
    func amount(_ column: String, divisor: Double) throws(CSVFailure) -> Int64 {
        let text = text(column)
        if text.isEmpty { return 0 }
        let thousandths = Double(text).map { ($0 * 1000 / divisor).rounded() }
        guard let thousandths, (0...Double(Amounts.maximum)).contains(thousandths) else {
            throw failure(
                column,
                "\(Self.shown(text)) divided by \(divisor) is not a number from 0 to \(Amounts.maximum / 1000); "
                    + "correct it"
            )
        }
        return Int64(thousandths)
    }

    /// Parses a time in seconds since the file's own epoch.
    ///
    /// - Returns: `nil` if the cell is empty.
    func seconds(_ column: String, divisor: Double) throws(CSVFailure) -> Double? {
        let text = text(column)
        guard !text.isEmpty else { return nil }
        guard let value = Double(text).map({ $0 / divisor }), value >= 0, value <= Self.latestSecond else {
            throw failure(column, "\(Self.shown(text)) is not a number of seconds from 0 to 1e11; correct it")
        }
        return value
    }

    /// Parses a name of 1 to 255 bytes of printable text.
    func name(_ column: String) throws(CSVFailure) -> String {
        let text = text(column)
        guard (1...Self.longestName).contains(text.utf8.count), text.unicodeScalars.allSatisfy(Self.isPrintable) else {
            throw failure(column, "\(Self.shown(text)) is not a name of 1 to 255 bytes of printable text; correct it")
        }
        return text
    }

    func failure(_ column: String, _ reason: String) -> CSVFailure {
        CSVFailure(file, row: number, column: column, reason)
    }

    /// Returns the text of a cell for error messages, truncated and without control characters.
    static func shown(_ text: String) -> String {
        let head = String(text.prefix(40)).debugDescription
        return text.count > 40 ? "\(head)…" : head
    }

    /// Returns the name of a file or column for error messages, without control characters.
    static func printable(_ name: String) -> String {
        let isPrintable = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return isPrintable && name.count <= 255 ? name : shown(name)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory != .control && !scalar.properties.isWhitespace
    }

    private static let longestName = 255
    private static let latestSecond = 1e11
}
