import FoundationEssentials
import GRDB

/// A row of `entries` or `snapshots`: its content, or its fault.
struct JournalRow<Content> {
    let number: Int
    let content: Result<Content, RowFault>
}

struct RowFault: Error {
    let fault: JournalFault

    init(_ fault: JournalFault) { self.fault = fault }
}

extension JournalRow<JournalEntry> {
    /// The columns in this order. Oversized payloads are not read into memory.
    static let columns = """
        number, first_event, event_count, time_ns, checksum, \
        CASE WHEN length(payload) <= :limit THEN payload END
        """

    init(_ row: Row) {
        let columns = RowColumns(row)
        number = columns.number
        content = Result { () throws(RowFault) in
            // Within these bounds, sums and successors do not overflow.
            try columns.requireNumber(in: 1...JournalLimits.maximumNumber)
            let entry = JournalEntry(
                number: columns.number,
                firstEvent: try columns.integer(1, "first_event", in: 1...JournalLimits.maximumNumber),
                eventCount: try columns.integer(2, "event_count", in: 0...JournalLimits.maximumNumber),
                time: Int64(try columns.integer(3, "time_ns", in: .min ... .max)),
                payload: try columns.payload(5))
            guard try columns.integer(4, "checksum", in: .min ... .max) == Int(entry.checksum) else {
                throw RowFault(.checksumWrong)
            }
            guard entry.end.events <= JournalLimits.maximumNumber else {
                throw RowFault(.valueOutOfBounds(column: "event_count"))
            }
            return entry
        }
    }
}

extension JournalRow<JournalSnapshot> {
    static let columns = """
        after_entry, event_count, time_ns, version, checksum, \
        CASE WHEN length(payload) <= :limit THEN payload END
        """

    /// - Parameter version: Receives the format version of an intact snapshot. The payload of another version cannot be
    ///   read.
    init(_ row: Row, version: inout Int) {
        let columns = RowColumns(row)
        number = columns.number
        var found = version
        content = Result { () throws(RowFault) in
            try columns.requireNumber(in: 0...JournalLimits.maximumNumber)
            let place = JournalPlace(
                entry: columns.number,
                events: try columns.integer(1, "event_count", in: 0...JournalLimits.maximumNumber))
            let snapshot = JournalSnapshot(
                place: place, time: Int64(try columns.integer(2, "time_ns", in: .min ... .max)),
                payload: try columns.payload(5))
            let version = try columns.integer(3, "version", in: .min ... .max)
            guard try columns.integer(4, "checksum", in: .min ... .max) == Int(snapshot.checksum(version: version))
            else {
                throw RowFault(.checksumWrong)
            }
            found = version
            return snapshot
        }
        version = found
    }
}

/// Reads columns whose types are not trusted.
private struct RowColumns {
    private let row: Row

    init(_ row: Row) { self.row = row }

    /// The row's primary key, which SQLite guarantees to be an integer.
    var number: Int { Int.fromDatabaseValue(row[0]) ?? 0 }

    func requireNumber(in bounds: ClosedRange<Int>) throws(RowFault) {
        guard bounds.contains(number) else { throw RowFault(.valueOutOfBounds(column: "number")) }
    }

    func integer(_ index: Int, _ column: String, in bounds: ClosedRange<Int>) throws(RowFault) -> Int {
        guard case .int64(let number) = (row[index] as DatabaseValue).storage, bounds.contains(Int(number)) else {
            throw RowFault(.valueOutOfBounds(column: column))
        }
        return Int(number)
    }

    func payload(_ index: Int) throws(RowFault) -> [UInt8] {
        guard case .blob(let data) = (row[index] as DatabaseValue).storage else {
            throw RowFault(.valueOutOfBounds(column: "payload"))
        }
        return [UInt8](data)
    }
}
