import Foundation

extension Section {
    private static let nameWidth = 32
    private static let columnWidth = 10

    /// Formats a table of at most 80 columns: medians, with the spread after the first figure.
    func text() -> String {
        guard let widest = rows.max(by: { $0.figures.count < $1.figures.count }) else { return title }
        var columns = widest.figures.map(\.column)
        columns.insert("± %", at: 1)
        var lines = [title, row("", columns)]
        for row in rows {
            var cells = row.figures.map { Self.digits($0.median) }
            cells.insert(row.figures[0].spread.map { String(format: "%.0f", $0) } ?? "", at: 1)
            lines.append(self.row(row.name, cells))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ name: String, _ cells: [String]) -> String {
        var line = name.padding(toLength: Self.nameWidth, withPad: " ", startingAt: 0)
        for (index, cell) in cells.enumerated() {
            let width = index == 1 ? 5 : Self.columnWidth
            line += String(repeating: " ", count: max(0, width - cell.count)) + cell
        }
        return line
    }

    /// Formats a value with at least three significant digits.
    private static func digits(_ value: Double) -> String {
        guard value.isFinite else { return "" }
        let decimals = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
        return String(format: value == value.rounded() ? "%.0f" : "%.\(decimals)f", value)
    }
}
