import GRDB

/// A chunk of rows of `entries`, and the reason why it ended.
struct EntryChunk {
    enum End: Equatable {
        /// The chunk is full.
        case more
        case lastRow
        /// SQLite cannot read the next row.
        case damagedPage(String)
    }

    var rows: [JournalRow<JournalEntry>] = []
    var end = End.lastRow
}

extension JournalDatabase {
    /// Reads the entries after a number, in order: as many as fit in a chunk, but at least one.
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

    /// Counts the rows from a number on that SQLite can still read, on both sides of the damage.
    /// - Returns: The count, and whether at least one of the rows is intact.
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
        // Reads backward from the end up to the damage, one row at a time to save memory.
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
                // The damage is reached.
            }
            return (count, includeWhole)
        }
    }

    /// Lists the entries after which there are snapshots, newest first, as far as SQLite can read the table.
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

    /// - Throws: `unknownVersion` if the snapshot is intact but has another format version.
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

    /// Runs SQLite's quick integrity check, which suffices because there are no indices. Returns an empty list if the
    /// file is sound.
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
