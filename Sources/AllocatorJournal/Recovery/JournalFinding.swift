/// Something wrong with a journal.
package enum JournalFinding: Hashable, Sendable {
    /// A finding of SQLite's own check of the database file. By itself it means no lost content.
    case structure(String)
    /// Frames of the log that were on disk cannot be reached.
    case log(LogDamage)
    /// A snapshot that cannot be used; the one before it takes its place.
    case snapshot(afterEntry: Int, JournalFault)
    /// The list of snapshots cannot be read to its end; there may be more than were found.
    case snapshotList(String)
    /// Damage among the entries up to the newest whole snapshot, which recovery would need if that snapshot were
    /// damaged too. These entries and the older snapshots are dropped; the newest snapshot remains.
    case fallback(entry: Int, JournalFault)
    /// Among the entries behind the newest whole snapshot. They are cut off from there on.
    case tail(JournalTail)
    /// No snapshot is whole, and the entries do not begin with the first one. `firstEntry` is nil if there are no
    /// entries.
    case nothingToStartFrom(firstEntry: Int?)
}

/// The end that is cut off a journal.
package struct JournalTail: Hashable, Sendable {
    /// The number of the first entry that is not whole.
    package let from: Int
    package let fault: JournalFault
    /// How many rows are cut off, as far as they can still be counted.
    package let rows: Int
    /// Not only the end is damaged: entries that are whole go with it, since nothing can be applied across a gap.
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
                + (tail.includesWholeEntries ? ", some of them whole)" : ")")
        case .nothingToStartFrom(let entry):
            "no snapshot is whole, and "
                + (entry.map { "the entries begin with number \($0)" } ?? "there are no entries")
        }
    }
}

extension JournalFinding {
    /// Something is given up that a person might still make use of.
    var isWorthKeeping: Bool {
        switch self {
        // The log is copied before.
        case .structure, .nothingToStartFrom, .log: false
        case .snapshot, .snapshotList, .fallback: true
        case .tail(let tail): tail.includesWholeEntries
        }
    }
}
