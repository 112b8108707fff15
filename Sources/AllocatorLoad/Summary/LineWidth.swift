/// The maximum width of lines in reports for people.
package struct LineWidth: Hashable, Sendable {
    /// The width to which running text is wrapped, in columns.
    package let columns: Int
    /// Whether longer lines are truncated. Lines in files and pipes never are.
    package let isCut: Bool

    /// The width for files and pipes.
    package static let unbounded = LineWidth(columns: defaultColumns, isCut: false)

    private static let defaultColumns = 80
    /// The minimum width, below which tables would be useless.
    private static let fewestColumns = 20

    /// Returns the width for a terminal.
    ///
    /// - Parameter columns: The terminal's width, or `nil` if it is unknown.
    package static func terminal(columns: Int?) -> LineWidth {
        LineWidth(columns: max(columns ?? defaultColumns, fewestColumns), isCut: true)
    }

    /// Truncates a text if lines are truncated.
    package func fit(_ text: String) -> String { isCut ? Columns.cut(text, to: columns) : text }
}
