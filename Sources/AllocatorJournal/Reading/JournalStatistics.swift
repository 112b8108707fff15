/// What a journal holds, in numbers.
package struct JournalStatistics: Hashable, Sendable {
    /// Those that are kept, in the order of their numbers; nil where there are none.
    package let entries: ClosedRange<Int>?
    /// In the entries that are kept.
    package let keptEvents: Int
    /// Of the first and the last entry that is kept, in nanoseconds on the clock of who appended them.
    package let firstTime: Int64?
    package let lastTime: Int64?
    /// The oldest first.
    package let snapshots: [Snapshot]
    /// Of the database file, its write-ahead log and the index of that.
    package let bytesOnDisk: Int

    package struct Snapshot: Hashable, Sendable {
        package let place: JournalPlace
        package let time: Int64
        /// Of the payload, in bytes.
        package let size: Int
    }

    /// Where the next entry is appended, as far as numbers tell without the checking of any checksum.
    package let end: JournalPlace
}
