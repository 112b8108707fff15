/// The figures of a journal's content.
package struct JournalStatistics: Hashable, Sendable {
    /// The range of kept entries' numbers, or `nil` if there are none.
    package let entries: ClosedRange<Int>?
    /// The number of events in the kept entries.
    package let keptEvents: Int
    /// The time of the first kept entry, in nanoseconds on the writer's clock.
    package let firstTime: Int64?
    package let lastTime: Int64?
    /// The snapshots, oldest first.
    package let snapshots: [Snapshot]
    /// The size of the database file, its write-ahead log and the log's index, in bytes.
    package let bytesOnDisk: Int

    package struct Snapshot: Hashable, Sendable {
        package let place: JournalPlace
        package let time: Int64
        /// The size of the payload, in bytes.
        package let size: Int
    }

    /// The position after the last entry, from its unverified numbers.
    package let end: JournalPlace
}
