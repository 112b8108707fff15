/// The outcome of reopening a journal.
package struct JournalRecovery: Hashable, Sendable {
    /// The position of the restored snapshot, or `nil` if the state started empty.
    package let snapshot: JournalPlace?
    /// The position after the last entry.
    package let end: JournalPlace
    /// The repaired damage. A crash of the process causes none.
    package let findings: [JournalFinding]
    /// The size of an incomplete commit at the end of the log, in bytes, as after a power cut.
    package let tornBytes: Int
    /// The path of a copy of the damaged file, or `nil` if nothing of use was removed.
    package let keptAside: String?
}
