import AllocatorJournal
import AllocatorTesting
import Foundation

/// A data directory of its own for a test, removed with it.
final class TestDirectory: Sendable {
    static let cluster = "c"
    let path: String
    /// Lives as long as what is on it.
    private let disk: SmallDisk?

    /// - Parameter disk: where it is made; nil: where temporary files are.
    init(on disk: SmallDisk? = nil) throws {
        self.disk = disk
        path = "\(disk?.url.path ?? NSTemporaryDirectory())/journal-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var folder: String { "\(path)/\(Self.cluster)" }
    var file: String { "\(folder)/journal.sqlite" }

    /// A copy of every file as it is at this moment: what a crash of the process would leave.
    func crashed() throws -> TestDirectory {
        let copy = try TestDirectory()
        try FileManager.default.copyItem(atPath: folder, toPath: copy.folder)
        return copy
    }

    /// Opens the journal, recovers it, and hands it over together with what was recovered.
    func open(durability: Durability = .none, limits: JournalLimits = JournalLimits()) throws -> OpenedJournal {
        try OpenedJournal(
            DataDirectory(path: path).openJournal(ofCluster: Self.cluster, durability: durability, limits: limits))
    }

    func reader(limits: JournalLimits = JournalLimits()) throws -> JournalReader {
        try DataDirectoryReader(path: path).openJournal(ofCluster: Self.cluster, limits: limits)
    }

    /// The names of the files beside the journal that are not SQLite's.
    func damagedCopies() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains("damaged") }.sorted()
    }
}

/// A journal that was opened, with what came out of it.
struct OpenedJournal {
    let journal: ClusterJournal
    let recovery: JournalRecovery
    let snapshot: JournalSnapshot?
    let entries: [JournalEntry]

    init(_ journal: ClusterJournal) throws {
        self.journal = journal
        var (snapshot, entries): (JournalSnapshot?, [JournalEntry]) = (nil, [])
        recovery = try journal.recover(restore: { snapshot = $0 }, replay: { entries.append($0) })
        (self.snapshot, self.entries) = (snapshot, entries)
    }

    var numbers: [Int] { entries.map(\.number) }
}

extension ClusterJournal {
    /// Appends entries of which number n has n events, the time n and a payload that tells it from all others.
    func appendNumbered(_ numbers: ClosedRange<Int>, size: Int = 40) throws {
        for number in numbers {
            try append(payload: Self.payload(number, size: size), events: number, time: Int64(number))
        }
    }

    static func payload(_ number: Int, size: Int = 40) -> [UInt8] {
        // Each 4 bytes tell the number and where they are, so that every part is found once in all payloads.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 4)
        for word in 0..<(size + 3) / 4 {
            bytes.append(contentsOf: [number, number >> 8, word, word >> 8].map(UInt8.init(truncatingIfNeeded:)))
        }
        bytes.removeLast(bytes.count - size)
        return bytes
    }
}
