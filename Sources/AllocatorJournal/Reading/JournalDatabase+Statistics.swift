import GRDB

extension JournalDatabase {
    /// Reads the statistics.
    ///
    /// - Complexity: O(log n) in the entries.
    func statistics() throws(JournalFailure) -> JournalStatistics {
        try perform(.read) { connection in
            let columns = "SELECT number, first_event, event_count, time_ns FROM entries ORDER BY number"
            let first = try Row.fetchOne(connection, sql: "\(columns) LIMIT 1").map(Numbers.init)
            let last = try Row.fetchOne(connection, sql: "\(columns) DESC LIMIT 1").map(Numbers.init)
            let snapshots = try Row.fetchAll(
                connection,
                sql: "SELECT after_entry, event_count, time_ns, length(payload) FROM snapshots ORDER BY after_entry"
            ).map { row in
                JournalStatistics.Snapshot(
                    place: JournalPlace(entry: integer(row, 0), events: integer(row, 1)), time: Int64(integer(row, 2)),
                    size: integer(row, 3))
            }
            let end = last.map { JournalPlace(entry: $0.number, events: $0.lastEvent) } ?? .beginning
            return JournalStatistics(
                entries: first.flatMap { first in last.map { first.number...max(first.number, $0.number) } },
                keptEvents: first.flatMap { first in last.map { $0.lastEvent &- first.firstEvent &+ 1 } } ?? 0,
                firstTime: first?.time, lastTime: last?.time, snapshots: snapshots,
                bytesOnDisk: ["", "-wal", "-shm"].reduce(0) { $0 + (Folder.size(ofFile: path + $1) ?? 0) },
                end: [end, snapshots.last?.place ?? .beginning].max { $0.entry < $1.entry } ?? end)
        }
    }
}

/// The unchecked columns of an entry, without its payload.
private struct Numbers {
    let number: Int
    let firstEvent: Int
    let lastEvent: Int
    let time: Int64

    init(_ row: Row) {
        number = integer(row, 0)
        firstEvent = integer(row, 1)
        lastEvent = firstEvent &- 1 &+ integer(row, 2)
        time = Int64(integer(row, 3))
    }
}

/// Reads a column, 0 if it is damaged and holds no integer.
private func integer(_ row: Row, _ index: Int) -> Int { Int.fromDatabaseValue(row[index]) ?? 0 }
