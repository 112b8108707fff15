/// Damage in the middle of a write-ahead log. SQLite reads only up to there, so commits behind it are lost.
package struct LogDamage: Hashable, Sendable {
    /// The first frame that is not whole, counted from 0; nil: the header of the log.
    package let frame: Int?
    /// The offset of the damage in the file, in bytes.
    package let offset: Int
    /// Whole frames behind it, which SQLite does not read.
    package let framesBehind: Int
    /// Transactions that end behind it: as many entries or snapshots, about.
    package let commitsBehind: Int
}

extension LogDamage: CustomStringConvertible {
    package var description: String {
        let place = frame.map { "frame \($0)" } ?? "its header"
        return "its write-ahead log is damaged at byte \(offset) (\(place)), and \(framesBehind) whole frames with "
            + "\(commitsBehind) commits lie behind that, which SQLite does not read"
    }
}

/// The policy for such damage when a journal is opened for writing; `--damaged-log` on the command line.
package enum DamagedLogPolicy: String, CaseIterable, Sendable {
    /// Refuse to open it, and change nothing.
    case refuse
    /// Keep a copy of both files aside and continue with the content that SQLite reads.
    case cut
}
