/// When what was appended is sure to be on disk. Named by `--durability`.
package enum Durability: String, CaseIterable, Sendable {
    /// Before `append` returns.
    case full
    /// After the next `sync()`. A power failure costs what came since the last one; the end of the process costs nothing.
    case batch
    /// When the system gets round to it. A power failure costs what came since the log was last moved into the database file
    /// or `makeDurable()` was called; the journal stays whole. The end of the process costs nothing.
    case none
}
