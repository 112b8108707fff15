/// The limits of a journal. Writes beyond a limit are refused; rows beyond a limit count as damaged.
package struct JournalLimits: Hashable, Sendable {
    /// Bytes of one entry's payload. Entries are held in memory one chunk at a time, and an entry is never split.
    package var maximumEntryPayload: Int

    /// Bytes of one snapshot's payload. SQLite itself keeps no row of over 1,000,000,000 bytes.
    package var maximumSnapshotPayload: Int

    /// How many bytes of entries are read at once: more only where a single entry is larger.
    package var chunkSize: Int

    /// The size of the write-ahead log, in bytes, that triggers a checkpoint. A checkpoint costs two more fsyncs and
    /// rewrites every changed page, so it should be rare; but the next opening reads the whole log.
    package var checkpointSize: Int

    /// The size of the write-ahead log, in bytes, at which `append` refuses. The log grows this large only while
    /// another process keeps reading the database file: SQLite cannot restart the log under a reader.
    package var maximumWriteAheadLog: Int

    /// How many damaged copies are kept beside a journal before recovery asks for them to be moved away.
    package var maximumDamagedCopies: Int

    package init(
        maximumEntryPayload: Int = 64 << 20,
        maximumSnapshotPayload: Int = 512 << 20,
        chunkSize: Int = 4 << 20,
        checkpointSize: Int = 16 << 20,
        maximumWriteAheadLog: Int = 1 << 30,
        maximumDamagedCopies: Int = 16
    ) {
        self.maximumEntryPayload = maximumEntryPayload
        self.maximumSnapshotPayload = maximumSnapshotPayload
        self.chunkSize = chunkSize
        self.checkpointSize = checkpointSize
        self.maximumWriteAheadLog = maximumWriteAheadLog
        self.maximumDamagedCopies = maximumDamagedCopies
    }

    /// The bound of entries' numbers and counts of events. No journal reaches it, so a row beyond it is damaged. Sums
    /// of two numbers within the bound do not overflow.
    static let maximumNumber = 1 << 60

    /// Rows of one chunk, however small they are.
    static let maximumChunkRows = 4096

    /// How many faults SQLite's own check of a database file lists before it stops.
    static let maximumStructureFindings = 10

    /// How often a log that a worker may be writing to is read again where it seems damaged.
    static let logScans = 5

    /// Seconds to wait for another process that is just opening the same database file.
    static let busyTimeout = 5.0
}
