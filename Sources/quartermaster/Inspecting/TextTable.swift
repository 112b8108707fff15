import AllocatorLoad

/// Rows in columns that are as wide as they must be, within the width of a terminal.
struct TextTable {
    enum Alignment {
        case left
        case right
    }

    private let alignments: [Alignment]
    private var rows: [[String]]

    /// - Parameter columns: their titles; the first gets what the others leave and is cut to it.
    init(_ columns: [(title: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.title)]
    }

    mutating func append(_ cells: [String]) {
        rows.append(cells.map(Columns.plain))
    }

    /// The titles, then the rows.
    var lines: [String] {
        var widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let others = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
        widths[0] = min(widths[0], max(8, Columns.width - others))
        return rows.map { row in
            let cells = row.indices.map { column in
                let cell = Columns.cut(row[column], to: widths[column])
                return alignments[column] == .left
                    ? Columns.padded(cell, widths[column]) : Columns.leftPadded(cell, widths[column])
            }
            return Columns.cut(cells.joined(separator: "  ").trimmingEnd)
        }
    }
}

/// Running text in lines of a terminal's width.
enum Paragraph {
    /// - Parameter indent: What every line begins with; the words come after it.
    static func lines(_ text: String, indent: String) -> [String] {
        var lines: [String] = []
        var line = ""
        let width = Columns.width - indent.count
        for word in Columns.plain(text).split(separator: " ") {
            let word = Columns.cut(String(word), to: width)
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(indent + line)
                line = ""
            }
            line += line.isEmpty ? word : " \(word)"
        }
        return lines + (line.isEmpty ? [] : [indent + line])
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var copy = self
        while copy.last == " " { copy.removeLast() }
        return copy
    }
}
