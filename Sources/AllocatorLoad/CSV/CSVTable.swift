import Foundation
import SwiftCSV

/// The header and cells of a CSV file.
struct CSVTable {
    /// The maximum size of a file in bytes. The size is checked before the file is read.
    static let maximumBytes = 256 << 20

    /// The name of the file in error messages.
    let file: String
    private let places: [String: Int]
    private let cells: [[String]]

    /// - Parameter maximumRows: The maximum number of rows besides the header.
    init(path: String, maximumRows: Int) throws(CSVFailure) {
        let file = URL(fileURLWithPath: path).lastPathComponent
        let bytes: Data
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let size = attributes[.size] as? Int ?? 0
            guard size <= Self.maximumBytes else {
                throw CSVFailure(file, "\(size) bytes, more than \(Self.maximumBytes); split it")
            }
            let content = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes =
                CompressedFile.isPacked(content)
                ? try CompressedFile.unpacked(path: path, file: file, limit: Self.maximumBytes) : content
        } catch let failure as CSVFailure {
            throw failure
        } catch {
            throw CSVFailure(file, "it cannot be read at \(path); check the path and its permissions")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CSVFailure(file, "it is not UTF-8; convert it")
        }
        try self.init(text: text, file: file, maximumRows: maximumRows)
    }

    init(text: String, file: String, maximumRows: Int) throws(CSVFailure) {
        self.file = file
        let (header, rows) = try Self.parse(text, file, limit: maximumRows)
        guard rows.count <= maximumRows else {
            throw CSVFailure(file, "more than \(maximumRows) rows; split it")
        }
        var places: [String: Int] = [:]
        for (place, name) in header.enumerated() where places.updateValue(place, forKey: name) != nil {
            throw CSVFailure(file, row: 1, column: name, "the column appears twice; remove one")
        }
        for (index, row) in rows.enumerated() where row.count != header.count {
            throw CSVFailure(
                file, row: index + 2, "\(row.count) cells under a header of \(header.count); correct the row")
        }
        self.places = places
        cells = rows
    }

    var header: Set<String> { Set(places.keys) }

    /// Checks that the table has columns.
    ///
    /// - Throws: ``CSVFailure`` with all missing columns.
    func require(_ columns: [String]) throws(CSVFailure) {
        let missing = columns.filter { places[$0] == nil }
        guard !missing.isEmpty else { return }
        let has = places.keys.sorted().prefix(Self.shownColumns).map { CSVRow.printable($0) }
        throw CSVFailure(
            file, row: 1,
            "the header lacks \(missing.joined(separator: ", ")); add \(missing.count == 1 ? "it" : "them"), or name "
                + "the columns to use instead with --column COLUMN=\(missing[0] == "memory_mib" ? "mem" : "cpus:1000")"
                + (has.isEmpty ? "" : "; it has \(has.joined(separator: ", "))"))
    }

    private static let shownColumns = 20

    /// Splits a text into rows and drops blank rows at the end.
    private static func parse(
        _ text: String, _ file: String, limit: Int
    ) throws(CSVFailure) -> (header: [String], rows: [[String]]) {
        var rows: [[String]] = []
        var header: [String] = []
        do {
            let csv = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false, rowLimit: 1)
            header = csv.header.map { $0.trimmingCharacters(in: .whitespaces) }
            try csv.enumerateAsArray(startAt: 1, rowLimit: limit + 1) { rows.append($0) }
        } catch {
            throw CSVFailure(file, row: rows.count + 2, "its quotation marks do not match; correct the row")
        }
        while let last = rows.last, last.allSatisfy(\.isEmpty) { rows.removeLast() }
        return (header, rows)
    }

    var rows: some Sequence<CSVRow> {
        cells.lazy.enumerated().map { CSVRow(file: file, number: $0 + 2, places: places, cells: $1) }
    }
}
