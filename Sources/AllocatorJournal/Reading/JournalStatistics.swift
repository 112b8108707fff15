/// The figures of a journal's content.
package struct JournalStatistics: Hashable, Sendable {
    /// The range of kept entries' numbers; nil if there are none.
    package let entries: ClosedRange<Int>?
    /// In the entries that are kept.
    package let keptEvents: Int
    /// The time of the first kept entry, in nanoseconds on the writer's clock.
    package let firstTime: Int64?
    package let lastTime: Int64?
    /// The oldest first.
    package let snapshots: [Snapshot]
    /// The bytes of the database file, its write-ahead log and the log's index.
    package let bytesOnDisk: Int

    package struct Snapshot: Hashable, Sendable {
        package let place: JournalPlace
        package let time: Int64
        /// The size of the payload, in bytes.
        package let size: Int
    }

    /// The place of the next entry, from numbers alone, without verified checksums.
    package let end: JournalPlace
}
