/// The limits of a journal. Writes beyond a limit are refused; rows beyond a limit count as damaged.
package struct JournalLimits: Hashable, Sendable {
    /// The maximum size of an entry's payload, in bytes. An entry is never split, so a chunk in memory may be this
    /// large.
    package var maximumEntryPayload: Int

    /// The maximum size of a snapshot's payload, in bytes. SQLite limits a row to 1,000,000,000 bytes.
    package var maximumSnapshotPayload: Int

    /// The size of a chunk of entries that is read at once, in bytes. Only a single larger entry exceeds it.
    package var chunkSize: Int

    /// The size of the write-ahead log, in bytes, that triggers a checkpoint. A checkpoint costs two more fsyncs and
    /// rewrites every changed page, so it should be rare; but the next opening reads the whole log.
    package var checkpointSize: Int

    /// The size of the write-ahead log, in bytes, from which on `append` fails. The log grows this large only while
    /// another process keeps reading the database file: SQLite cannot restart the log under a reader.
    package var maximumWriteAheadLog: Int

    /// The maximum number of damaged copies beside a journal. Beyond it, recovery fails and asks to move them away.
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

    /// The maximum entry number and event count. No journal reaches it, so a row beyond it is damaged. The sum of two
    /// such numbers does not overflow.
    static let maximumNumber = 1 << 60

    /// The maximum number of rows in a chunk.
    static let maximumChunkRows = 4096

    /// The number of faults after which SQLite's integrity check stops.
    static let maximumStructureFindings = 10

    /// The number of attempts to scan a log that looks damaged while a worker may be writing to it.
    static let logScans = 5

    /// The time to wait for a process that is opening the same database file, in seconds.
    static let busyTimeout = 5.0
}
