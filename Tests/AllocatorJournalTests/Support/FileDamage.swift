import AllocatorJournal
import Foundation
import GRDB

/// Damage to the file of a journal that no process has open.
extension TestDirectory {
    /// Runs a statement on the database, behind the journal's back.
    func execute(_ sql: String) throws {
        let queue = try DatabaseQueue(path: file)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    func integer(_ sql: String) throws -> Int {
        let queue = try DatabaseQueue(path: file)
        let value = try queue.read { try Int.fetchOne($0, sql: sql) ?? 0 }
        try queue.close()
        return value
    }

    /// Changes one bit in the middle of a payload, and leaves its checksum as it was.
    func flipBit(entry: Int) throws { try flipBit("entries", "number = \(entry)") }

    func flipBit(snapshotAfter entry: Int) throws { try flipBit("snapshots", "after_entry = \(entry)") }

    private func flipBit(_ table: String, _ row: String) throws {
        let queue = try DatabaseQueue(path: file)
        try queue.writeWithoutTransaction { connection in
            guard var payload = try Data.fetchOne(connection, sql: "SELECT payload FROM \(table) WHERE \(row)") else {
                throw CocoaError(.fileNoSuchFile)
            }
            payload[payload.count / 2] ^= 0x10
            try connection.execute(sql: "UPDATE \(table) SET payload = ? WHERE \(row)", arguments: [payload])
        }
        try queue.close()
    }

    func bytes(_ suffix: String = "") throws -> Data { try Data(contentsOf: URL(filePath: file + suffix)) }

    func size(_ suffix: String = "") throws -> Int {
        try FileManager.default.attributesOfItem(atPath: file + suffix)[.size] as? Int ?? 0
    }

    var pageCount: Int { get throws { try size() / 4096 } }

    /// The number of the page on which an entry's payload is found, when that payload occurs once.
    func page(ofPayload payload: [UInt8]) throws -> Int {
        let bytes = try bytes()
        guard let range = bytes.range(of: Data(payload)) else { throw CocoaError(.fileNoSuchFile) }
        return range.lowerBound / 4096 + 1
    }

    /// Overwrites a page with bytes that are no page of SQLite's. Pages count from 1.
    func overwritePage(_ page: Int) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: file))
        try handle.seek(toOffset: UInt64(page - 1) * 4096)
        try handle.write(contentsOf: Data(repeating: 0xEE, count: 4096))
        try handle.close()
    }

    func truncate(_ suffix: String = "", to size: Int) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: file + suffix))
        try handle.truncate(atOffset: UInt64(size))
        try handle.close()
    }
}
