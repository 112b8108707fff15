/// Damage in the middle of a write-ahead log. SQLite reads only up to it, so later commits are lost.
package struct LogDamage: Hashable, Sendable {
    /// The index of the first damaged frame, from 0, or `nil` if the log's header is damaged.
    package let frame: Int?
    /// The offset of the damage in the file, in bytes.
    package let offset: Int
    /// The number of intact frames after the damage, which SQLite does not read.
    package let framesBehind: Int
    /// The number of transactions that end after the damage: about as many entries or snapshots.
    package let commitsBehind: Int
}

extension LogDamage: CustomStringConvertible {
    package var description: String {
        let place = frame.map { "frame \($0)" } ?? "its header"
        return "its write-ahead log is damaged at byte \(offset) (\(place)), and \(framesBehind) intact frames with "
            + "\(commitsBehind) commits follow, which SQLite does not read"
    }
}

/// The policy for a damaged log when a journal is opened for writing; `--damaged-log` on the command line.
package enum DamagedLogPolicy: String, CaseIterable, Sendable {
    /// Refuse to open the journal, and change nothing.
    case refuse
    /// Copy the database file and the log, then continue with the content that SQLite can read.
    case cut
}
