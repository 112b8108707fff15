/// When what was appended is sure to be on disk. Named by `--durability`.
package enum Durability: String, CaseIterable, Sendable {
    /// Before `append` returns.
    case full
    /// After the next `sync()`. A power failure costs what came since the last one; the end of the process costs nothing.
    case batch
    /// When the system gets round to it. A power failure may cost any of it, and may damage the journal; the end of the
    /// process costs nothing.
    case none
}
