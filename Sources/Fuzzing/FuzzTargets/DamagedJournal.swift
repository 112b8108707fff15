import AllocatorCore
import AllocatorJournal
import AllocatorWire
import AllocatorWorker
import Foundation

/// Corrupts the file of a small journal and reads it with every reader of journals.
///
/// Changes follow one another: two bytes with the offset, the lower one first, a byte with the count, and as many bytes
/// to write there. A count of FF truncates the file at the offset.
final class DamagedJournal: Sendable {
    private let original: [UInt8]
    private let folder: URL

    private static let cluster = "c"
    private static let cut: UInt8 = 0xFF

    init() throws {
        folder = URL(filePath: NSTemporaryDirectory()).appending(path: "fuzz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        original = try Self.journal(in: folder)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private var file: URL { Self.file(in: folder) }

    private static func file(in folder: URL) -> URL {
        folder.appending(path: cluster).appending(path: "journal.sqlite")
    }

    /// Returns the bytes of a journal with two snapshots and later entries.
    private static func journal(in folder: URL) throws -> [UInt8] {
        let journal = try DataDirectory(path: folder.path).openJournal(ofCluster: cluster, durability: .none)
        _ = try journal.recover(restore: { _ in }, replay: { _ in })
        let frames = FixedCluster.frames
        let beginning = try JournalInputs.entry(of: Array(frames.prefix(2)), clock: .virtual).payload
        try journal.append(payload: beginning, events: 2, time: 1)
        for number in 2...3 {
            try journal.append(payload: [], events: 0, time: Int64(number))
            try journal.writeSnapshot(payload: [UInt8(number)], time: Int64(number))
        }
        for number in 4...6 { try journal.append(payload: [1, 2, 3], events: 1, time: Int64(number)) }
        try journal.close()
        return Array(try Data(contentsOf: file(in: folder)))
    }

    func read(changes: [UInt8]) throws(Finding) {
        do {
            try Data(changed(by: changes)).write(to: file)
            for suffix in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: file.path + suffix)
            }
        } catch {
            preconditionFailure("the folder for journals cannot be written to: \(error)")
        }
        try readEverything()
    }

    private func changed(by changes: [UInt8]) -> [UInt8] {
        var bytes = original
        var rest = changes[...]
        while rest.count >= 3 {
            let place = Int(rest.removeFirst()) | Int(rest.removeFirst()) << 8
            let count = rest.removeFirst()
            if count == Self.cut {
                bytes.removeSubrange(min(place, bytes.count)...)
                continue
            }
            for (offset, byte) in rest.prefix(Int(count)).enumerated() where place + offset < bytes.count {
                bytes[place + offset] = byte
            }
            rest = rest.dropFirst(Int(count))
        }
        return bytes
    }

    /// Reads everything. Damage must be reported as a failure of the journal or of the recovery.
    private func readEverything() throws(Finding) {
        do {
            let reader = try DataDirectoryReader(path: folder.path).openJournal(ofCluster: Self.cluster)
            _ = try reader.verify()
            _ = try reader.statistics()
            try? reader.forEachEntry { _ in }
            _ = try ClusterRecovery(reading: reader)
        } catch is JournalFailure {
        } catch is RecoveryFailure {
        } catch is DecodingFailure {
        } catch {
            throw Finding("a damaged journal ends in \(error)")
        }
    }
}
