import AllocatorLoad

/// A table with columns as wide as their cells. On a terminal, names are cut to fit its width.
struct TextTable {
    enum Alignment {
        case left
        case right
        /// Aligned to the left, and cut if the rows are wider than the terminal.
        case name
    }

    /// The minimum width of a cut name.
    private static let fewestNameColumns = 8

    private let alignments: [Alignment]
    private var rows: [[String]]

    init(_ columns: [(title: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.title)]
    }

    mutating func append(_ cells: [String]) {
        rows.append(cells.map(Columns.plain))
    }

    /// The titles, followed by the rows.
    func lines(in width: LineWidth) -> [String] {
        let widths = widths(in: width)
        return rows.map { row in
            let cells = row.indices.map { column in
                let cell = Columns.cut(row[column], to: widths[column])
                return alignments[column] == .right
                    ? Columns.leftPadded(cell, widths[column]) : Columns.padded(cell, widths[column])
            }
            return width.fit(Columns.trimmedEnd(cells.joined(separator: "  ")))
        }
    }

    /// The width of each column. The widest names are cut first.
    private func widths(in width: LineWidth) -> [Int] {
        var widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        guard width.isCut else { return widths }
        var excess = widths.reduce(0) { $0 + $1 + 2 } - 2 - width.columns
        while excess > 0 {
            let names = widths.indices.filter { alignments[$0] == .name && widths[$0] > Self.fewestNameColumns }
            guard let widest = names.max(by: { widths[$0] < widths[$1] }) else { break }
            // Cuts to the width of the next narrower name in one step, because names may be long.
            let next = names.map { widths[$0] }.filter { $0 < widths[widest] }.max() ?? Self.fewestNameColumns
            let step = min(excess, max(1, widths[widest] - next))
            widths[widest] -= step
            excess -= step
        }
        return widths
    }
}

/// Text that is wrapped into lines.
enum Paragraph {
    /// - Parameter indent: The beginning of each line.
    static func lines(_ text: String, indent: String, in width: LineWidth) -> [String] {
        var lines: [String] = []
        var line = ""
        let room = max(1, width.columns - indent.count)
        for word in words(of: Columns.plain(text), width.isCut ? room : .max) {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(indent + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return lines + (line.isEmpty ? [] : [indent + line])
    }

    /// The words. A word that is longer than a line is split.
    private static func words(of text: String, _ longest: Int) -> [Substring] {
        text.split(separator: " ").flatMap { word -> [Substring] in
            guard word.count > longest else { return [word] }
            var pieces: [Substring] = []
            var rest = word
            while !rest.isEmpty {
                pieces.append(rest.prefix(longest))
                rest = rest.dropFirst(longest)
            }
            return pieces
        }
    }
}
