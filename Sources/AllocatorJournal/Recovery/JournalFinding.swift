/// A fault of a journal.
package enum JournalFinding: Hashable, Sendable {
    /// A finding of SQLite's integrity check. By itself it does not imply lost content.
    case structure(String)
    /// Synced frames of the log are unreachable.
    case log(LogDamage)
    /// A damaged snapshot, replaced by the one before it.
    case snapshot(afterEntry: Int, JournalFault)
    /// The list of snapshots is unreadable from some point on, so there may be more.
    case snapshotList(String)
    /// A damaged entry before the newest intact snapshot, kept as a fallback for it. These entries and the older
    /// snapshots are dropped.
    case fallback(entry: Int, JournalFault)
    /// A damaged entry after the newest intact snapshot. The journal is truncated there.
    case tail(JournalTail)
    /// No snapshot is intact, and entry 1 is missing. `firstEntry` is `nil` if there are no entries.
    case nothingToStartFrom(firstEntry: Int?)
}

/// The truncated end of a journal.
package struct JournalTail: Hashable, Sendable {
    /// The number of the first damaged entry.
    package let from: Int
    package let fault: JournalFault
    /// The number of removed rows, as far as they can be counted.
    package let rows: Int
    /// Whether intact entries are removed, too, because no entry can be applied across a gap.
    package let includesWholeEntries: Bool
}

extension JournalFinding: CustomStringConvertible {
    package var description: String {
        switch self {
        case .structure(let line):
            "SQLite finds the file damaged: \(line)"
        case .log(let damage): damage.description
        case .snapshot(let entry, let fault):
            "the snapshot after entry \(entry) cannot be used: \(fault)"
        case .snapshotList(let message):
            "SQLite cannot read the whole list of snapshots: \(message)"
        case .fallback(let entry, let fault):
            "entry \(entry), which is needed only if the newest snapshot is lost, is damaged: \(fault)"
        case .tail(let tail):
            "the journal ends before entry \(tail.from): \(tail.fault) (\(tail.rows) "
                + (tail.rows == 1 ? "row" : "rows") + " from there on"
                + (tail.includesWholeEntries ? ", some of them intact)" : ")")
        case .nothingToStartFrom(let entry):
            "there is no intact snapshot, and "
                + (entry.map { "the entries begin with number \($0)" } ?? "there are no entries")
        }
    }
}

extension JournalFinding {
    /// Whether the removed content may still be of use to an operator.
    var isWorthKeeping: Bool {
        switch self {
        // A damaged log has been copied already.
        case .structure, .nothingToStartFrom, .log: false
        case .snapshot, .snapshotList, .fallback: true
        case .tail(let tail): tail.includesWholeEntries
        }
    }
}
