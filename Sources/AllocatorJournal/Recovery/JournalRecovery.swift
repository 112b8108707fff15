/// What came of opening a journal again.
package struct JournalRecovery: Hashable, Sendable {
    /// Of the snapshot that the state began with; nil where it began from nothing.
    package let snapshot: JournalPlace?
    /// Where the next entry is appended.
    package let end: JournalPlace
    /// What was damaged, and is now repaired. Empty after a crash of the process: that damages nothing.
    package let findings: [JournalFinding]
    /// Bytes at the end of the log of a commit that is not whole, as a power cut leaves it.
    package let tornBytes: Int
    /// A copy of the file as it was found, made because something may have been given up that a person can still use.
    package let keptAside: String?
}
