/// How wide the lines of a text for people may be.
package struct LineWidth: Hashable, Sendable {
    /// Running text is wrapped to this many columns.
    package let columns: Int
    /// Whether what cannot be wrapped is cut there. A file or a pipe gets every line whole.
    package let isCut: Bool

    /// For files and pipes.
    package static let unbounded = LineWidth(columns: defaultColumns, isCut: false)

    private static let defaultColumns = 80
    /// Tables need some columns to be of use.
    private static let fewestColumns = 20

    /// For a terminal.
    ///
    /// - Parameter columns: Nil where the terminal does not tell.
    package static func terminal(columns: Int?) -> LineWidth {
        LineWidth(columns: max(columns ?? defaultColumns, fewestColumns), isCut: true)
    }

    /// The text, or its beginning where lines are cut.
    package func fit(_ text: String) -> String { isCut ? Columns.cut(text, to: columns) : text }
}
