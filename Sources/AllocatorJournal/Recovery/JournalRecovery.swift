/// The outcome of reopening a journal.
package struct JournalRecovery: Hashable, Sendable {
    /// The place of the snapshot that the state started from; nil if it started empty.
    package let snapshot: JournalPlace?
    /// The place of the next entry.
    package let end: JournalPlace
    /// The damage that was found and repaired. Empty after a crash of the process: a crash damages nothing.
    package let findings: [JournalFinding]
    /// Bytes at the end of the log of a commit that is not whole, as a power cut leaves it.
    package let tornBytes: Int
    /// A copy of the file as it was found, made because something may have been given up that a person can still use.
    package let keptAside: String?
}
