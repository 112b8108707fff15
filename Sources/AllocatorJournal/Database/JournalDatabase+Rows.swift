import GRDB

/// Some rows of `entries`, and why they are not more.
struct EntryChunk {
    enum End: Equatable {
        /// It is as large as a chunk may be.
        case more
        case lastRow
        /// SQLite cannot read the next row.
        case damagedPage(String)
    }

    var rows: [JournalRow<JournalEntry>] = []
    var end = End.lastRow
}

extension JournalDatabase {
    /// The entries behind a number, in order, as many as a chunk holds and at least one.
    func entries(after number: Int, limits: JournalLimits) throws(JournalFailure) -> EntryChunk {
        try perform(.read) { connection in
            var chunk = EntryChunk()
            var bytes = 0
            do {
                let statement = try connection.cachedStatement(
                    sql:
                        "SELECT \(JournalRow<JournalEntry>.columns) FROM entries WHERE number > :number ORDER BY number"
                )
                let rows = try Row.fetchCursor(
                    statement, arguments: ["number": number, "limit": limits.maximumEntryPayload])
                while bytes < limits.chunkSize, chunk.rows.count < JournalLimits.maximumChunkRows {
                    guard let row = try rows.next() else { return chunk }
                    let entry = JournalRow<JournalEntry>(row)
                    bytes += (try? entry.content.get().payload.count) ?? 0
                    chunk.rows.append(entry)
                }
                chunk.end = .more
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                chunk.end = .damagedPage(error.message ?? "damaged")
            }
            return chunk
        }
    }

    /// Counts the rows from a number on that SQLite still reads, on both sides of the damage.
    /// - Returns: the count, and whether one of the rows is whole.
    func remains(from number: Int, limits: JournalLimits) throws(JournalFailure) -> (rows: Int, includeWhole: Bool) {
        var (count, includeWhole) = (0, false)
        var last = number - 1
        var end = EntryChunk.End.more
        while end == .more {
            let chunk = try entries(after: last, limits: limits)
            count += chunk.rows.count
            includeWhole = includeWhole || chunk.rows.contains { (try? $0.content.get()) != nil }
            last = chunk.rows.last?.number ?? last
            end = chunk.end
        }
        guard end != .lastRow else { return (count, includeWhole) }
        // From the other end, up to the damage. One row at a time: they are dropped at once.
        return try perform(.read) { connection in
            do {
                let rows = try Row.fetchCursor(
                    connection,
                    sql:
                        "SELECT \(JournalRow<JournalEntry>.columns) FROM entries WHERE number > :last "
                        + "ORDER BY number DESC",
                    arguments: ["last": last, "limit": limits.maximumEntryPayload])
                while let row = try rows.next() {
                    count += 1
                    includeWhole = includeWhole || (try? JournalRow<JournalEntry>(row).content.get()) != nil
                }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                // The other side of the damage.
            }
            return (count, includeWhole)
        }
    }

    /// After which entries there are snapshots, the newest first, as far as SQLite reads the table.
    func snapshotPlaces() throws(JournalFailure) -> (places: [Int], damagedPage: String?) {
        try perform(.read) { connection in
            var places: [Int] = []
            do {
                let rows = try Int.fetchCursor(
                    connection, sql: "SELECT after_entry FROM snapshots ORDER BY after_entry DESC")
                while let place = try rows.next() { places.append(place) }
                return (places, nil)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                return (places, error.message ?? "damaged")
            }
        }
    }

    /// - Throws: `unknownVersion` if it is whole, but written by a program of another version.
    func snapshot(after entry: Int, limits: JournalLimits) throws(JournalFailure) -> JournalRow<JournalSnapshot> {
        var version = JournalFormat.snapshotVersion
        let row = try perform(.read) { connection -> JournalRow<JournalSnapshot> in
            do {
                let row = try Row.fetchOne(
                    connection,
                    sql: "SELECT \(JournalRow<JournalSnapshot>.columns) FROM snapshots WHERE after_entry = :entry",
                    arguments: ["entry": entry, "limit": limits.maximumSnapshotPayload])
                guard let row else { return JournalRow(number: entry, content: .failure(RowFault(.missing))) }
                return JournalRow(row, version: &version)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                return JournalRow(number: entry, content: .failure(RowFault(.pageDamaged(error.message ?? "damaged"))))
            }
        }
        guard version == JournalFormat.snapshotVersion else {
            throw JournalFailure(
                operation: .read, path: path,
                cause: .unknownVersion(
                    what: "snapshot after entry \(entry)", found: version, known: JournalFormat.snapshotVersion))
        }
        return row
    }

    /// The findings of SQLite's own check of the file; empty if all is well. Indices are not compared: there are none.
    /// - Complexity: O(n) in the size of the file.
    func structureFaults() throws(JournalFailure) -> [String] {
        let limit = JournalLimits.maximumStructureFindings
        return try perform(.read) { connection in
            do {
                let lines = try String.fetchAll(connection, sql: "PRAGMA quick_check(\(limit))")
                return lines == ["ok"] ? [] : lines
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                return [error.message ?? "damaged"]
            }
        }
    }
}
