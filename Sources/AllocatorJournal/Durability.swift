/// The time at which appended entries are synced to disk; `--durability` on the command line.
package enum Durability: String, CaseIterable, Sendable {
    /// Before `append` returns.
    case full
    /// By the next `sync()`. A power failure loses the entries since the last sync. A crash of the process loses
    /// nothing.
    case batch
    /// Whenever the kernel writes them back. A power failure loses the entries since the last checkpoint or
    /// `makeDurable()`, but does not corrupt the journal. A crash of the process loses nothing.
    case none
}
