/// The sizes of the journals' files, in bytes.
package struct JournalSizes: Hashable, Sendable {
    package var database = 0
    package var log = 0
    /// The number of logs that another process keeps from restarting.
    package var heldLogs = 0

    package init() {}

    package mutating func add(_ other: JournalSizes) {
        database += other.database
        log += other.log
        heldLogs += other.heldLogs
    }
}
