/// The time at which appended entries are synced to disk; `--durability` on the command line.
package enum Durability: String, CaseIterable, Sendable {
    /// Before `append` returns.
    case full
    /// Synced by the next `sync()`. A power failure loses entries since the last one; the end of the process loses
    /// nothing.
    case batch
    /// Synced when the system decides to. A power failure loses entries since the last checkpoint or call of
    /// `makeDurable()`; the journal stays whole. The end of the process loses nothing.
    case none
}
