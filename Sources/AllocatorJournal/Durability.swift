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

    /// Whether each entry is on disk before `append` returns.
    package var syncsEveryEntry: Bool {
        switch self {
        case .full: true
        case .batch, .none: false
        }
    }

    /// Whether `sync()` brings the entries to disk.
    package var syncsLater: Bool {
        switch self {
        case .batch: true
        case .full, .none: false
        }
    }
}
