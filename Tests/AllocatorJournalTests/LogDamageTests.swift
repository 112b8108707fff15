import Foundation
import GRDB
import Testing

@testable import AllocatorJournal

/// Damage to each region of the write-ahead log, in which everything is that was acknowledged since it was begun.
@Suite("Damage in the write-ahead log", .timeLimit(.minutes(1))) struct LogDamageTests {
    private static let frameSize = 24 + 4096

    /// A part of the log: its first byte, counted from the beginning of the header or of a frame.
    struct Region: CustomTestStringConvertible {
        let name: String
        let offset: Int

        var testDescription: String { name }
    }

    private static let header = [
        Region(name: "magic", offset: 0), Region(name: "magic, order of bytes", offset: 3),
        Region(name: "version", offset: 7), Region(name: "page size", offset: 10), Region(name: "sequence", offset: 15),
        Region(name: "salts", offset: 16), Region(name: "second salt", offset: 23),
        Region(name: "checksum", offset: 24),
        Region(name: "second checksum", offset: 31),
    ]

    private static let frame = [
        Region(name: "page number", offset: 3), Region(name: "size after the commit", offset: 7),
        Region(name: "salts", offset: 8), Region(name: "second salt", offset: 15), Region(name: "checksum", offset: 16),
        Region(name: "second checksum", offset: 23), Region(name: "first byte of the page", offset: 24),
        Region(name: "middle of the page", offset: 24 + 2048), Region(name: "last byte of the page", offset: 24 + 4095),
    ]

    /// The journal of a killed worker: a log with entries 21 to 28, and behind it the rest of an older, longer log.
    private static func killed() throws -> TestDirectory {
        let directory = try TestDirectory()
        let journal = try directory.open(durability: .full).journal
        // Of another generation, so that old frames lie behind the new ones.
        for number in 1...20 { try journal.appendNumbered(number...number) }
        try journal.database.perform(.checkpoint) { _ = try $0.checkpoint(.restart) }
        for number in 21...28 { try journal.appendNumbered(number...number) }
        return try directory.crashed()
    }

    private static func frames(_ directory: TestDirectory) throws -> Int {
        let bytes = try directory.bytes("-wal")
        let salts = bytes[16..<24]
        var count = 0
        while 32 + (count + 1) * frameSize <= bytes.count,
            bytes[32 + count * frameSize + 8..<32 + count * frameSize + 16].elementsEqual(salts)
        {
            count += 1
        }
        return count
    }

    private static func damage(_ directory: TestDirectory, at offset: Int) throws {
        var bytes = try directory.bytes("-wal")
        bytes[offset] ^= 0x24
        try bytes.write(to: URL(filePath: directory.file + "-wal"))
    }

    /// It is refused, found by who reads, and gone on with where that is asked for.
    private static func check(_ directory: TestDirectory, frame: Int?, kept: ClosedRange<Int>) throws {
        let before = (try directory.bytes(), try directory.bytes("-wal"))
        let findings = try directory.reader().verify()
        guard case .log(let damage)? = findings.first else {
            Issue.record("verify found \(findings)")
            return
        }
        #expect(damage.frame == frame && damage.framesBehind > 0)
        let failure = #expect(throws: JournalFailure.self) { try directory.open(durability: .full) }
        #expect(failure?.cause == .damagedLog(damage))
        #expect("\(failure.map { "\($0)" } ?? "")".contains("--damaged-log cut"))
        #expect(try directory.bytes() == before.0, "a refusal changes nothing")
        #expect(try directory.bytes("-wal") == before.1)
        #expect(try directory.damagedCopies().isEmpty)
        do {
            let opened = try OpenedJournal(
                DataDirectory(path: directory.path).openJournal(
                    ofCluster: TestDirectory.cluster, durability: .full, damagedLog: .cut))
            #expect(opened.recovery.findings.first == .log(damage))
            #expect(opened.recovery.keptAside == directory.file + ".damaged-1")
            #expect(kept.contains(opened.numbers.last ?? 0), "\(opened.numbers)")
            let last = opened.numbers.last ?? 0
            try opened.journal.appendNumbered(last + 1...last + 3)
        }
        #expect(try Data(contentsOf: URL(filePath: directory.file + ".damaged-1")) == before.0)
        #expect(try Data(contentsOf: URL(filePath: directory.file + ".damaged-1-wal")) == before.1)
        // What lies behind in the file does not pass for damage of the log that goes on.
        let opened = try directory.crashed().open(durability: .full)
        #expect(opened.recovery.findings.isEmpty && opened.recovery.tornBytes == 0)
    }

    @Test(arguments: header) func `a damaged header hides no frame`(region: Region) throws {
        let directory = try Self.killed()
        try Self.damage(directory, at: region.offset)
        try Self.check(directory, frame: nil, kept: 20...20)
    }

    @Test(arguments: frame) func `a damaged first frame hides no frame`(region: Region) throws {
        let directory = try Self.killed()
        try Self.damage(directory, at: 32 + region.offset)
        try Self.check(directory, frame: 0, kept: 20...20)
    }

    @Test(arguments: frame) func `a damaged frame in the middle hides no frame`(region: Region) throws {
        let directory = try Self.killed()
        let middle = try Self.frames(directory) / 2
        try Self.damage(directory, at: 32 + middle * Self.frameSize + region.offset)
        try Self.check(directory, frame: middle, kept: 21...27)
    }

    @Test(arguments: frame) func `a damaged last commit looks as after a power cut, which is said`(region: Region)
        throws
    {
        let directory = try Self.killed()
        let last = try Self.frames(directory) - 1
        try Self.damage(directory, at: 32 + last * Self.frameSize + region.offset)
        let reader = try directory.reader()
        #expect(try reader.verify().isEmpty)
        let isOfThisLog = !(8..<16).contains(region.offset)
        #expect(try reader.tornBytes() == (isOfThisLog ? Self.frameSize : 0))
        let opened = try directory.open(durability: .full)
        #expect(opened.numbers == Array(1...27) && opened.recovery.findings.isEmpty)
        #expect(opened.recovery.tornBytes == (isOfThisLog ? Self.frameSize : 0))
    }

    @Test func `the rest of an older log is no damage`() throws {
        let directory = try Self.killed()
        #expect(try directory.size("-wal") > 32 + Self.frames(directory) * Self.frameSize, "old frames lie behind")
        #expect(try directory.reader().verify().isEmpty)
        let opened = try directory.open(durability: .full)
        #expect(opened.numbers == Array(1...28) && opened.recovery.findings.isEmpty)
    }

    @Test(arguments: [Durability.batch, .none])
    func `frames that were never synced may be missing before others, as the system writes them in any order`(
        durability: Durability
    ) throws {
        let directory = try TestDirectory()
        let journal = try directory.open(durability: durability).journal
        try journal.appendNumbered(1...2)
        try journal.makeDurable()
        let synced = try Self.frames(directory)
        try journal.appendNumbered(3...9)
        let crashed = try directory.crashed()
        try Self.damage(crashed, at: 32 + synced * Self.frameSize + 30)
        #expect(try crashed.reader().verify().isEmpty)
        #expect(try crashed.open(durability: durability).numbers == [1, 2])
        // But not where a sync lies behind.
        try journal.makeDurable()
        try journal.appendNumbered(10...10)
        let later = try directory.crashed()
        try Self.damage(later, at: 32 + synced * Self.frameSize + 30)
        #expect(throws: JournalFailure.self) { try later.open(durability: durability) }
    }

    @Test func `a log is not taken for one that syncs each commit, nor the other way round`() throws {
        let directory = try TestDirectory()
        for (durability, isEveryCommit) in [(Durability.full, true), (.none, false), (.batch, false), (.full, true)] {
            let opened = try directory.open(durability: durability)
            let syncs = opened.journal.database.syncs()
            #expect(syncs.isEveryCommit == isEveryCommit)
            #expect(syncs.page != nil)
            let last = opened.journal.place?.entry ?? 0
            try opened.journal.appendNumbered(last + 1...last + 2)
            try opened.journal.makeDurable()
            #expect(try directory.reader().verify().isEmpty)
        }
    }

    @Test func `copies are bounded`() throws {
        let directory = try Self.killed()
        try Self.damage(directory, at: 0)
        let opening = {
            try DataDirectory(path: directory.path).openJournal(
                ofCluster: TestDirectory.cluster, durability: .full, limits: JournalLimits(maximumDamagedCopies: 1),
                damagedLog: .cut)
        }
        try Data([1]).write(to: URL(filePath: directory.file + ".damaged-1"))
        let failure = #expect(throws: JournalFailure.self) { try opening() }
        #expect(failure?.cause == .tooManyDamagedCopies(limit: 1))
    }
}

/// A worker does not go on writing to files that are no longer where its next start looks for them.
@Suite("Files that go away under a worker", .timeLimit(.minutes(1))) struct ReplacedFilesTests {
    enum Harm: String, CaseIterable {
        case deleted, moved, replaced, cut, folderMoved

        func `do`(to directory: TestDirectory, _ suffix: String) throws {
            let file = directory.file + suffix
            let files = FileManager.default
            switch self {
            case .deleted: try files.removeItem(atPath: file)
            case .moved: try files.moveItem(atPath: file, toPath: file + ".moved")
            case .replaced:
                // As an editor or a restored backup does it: another file under the same name.
                try files.copyItem(atPath: file, toPath: file + ".copy")
                try files.removeItem(atPath: file)
                try files.moveItem(atPath: file + ".copy", toPath: file)
            case .cut: try directory.truncate(suffix, to: 0)
            case .folderMoved: try files.moveItem(atPath: directory.folder, toPath: directory.folder + ".moved")
            }
        }
    }

    @Test(arguments: Harm.allCases, ["", "-wal", "-shm"]) func `nothing more is acknowledged`(
        harm: Harm, suffix: String
    ) throws {
        // A shorter index is a crash of SQLite's own (SIGBUS), which no check can forestall.
        guard (harm, suffix) != (.cut, "-shm") else { return }
        let directory = try TestDirectory()
        let journal = try directory.open(durability: .full).journal
        try journal.appendNumbered(1...3)
        try journal.checkFiles()
        try harm.do(to: directory, suffix)
        let failure = #expect(throws: JournalFailure.self) { try journal.appendNumbered(4...4) }
        guard case .filesReplaced(let file, _)? = failure?.cause else {
            Issue.record("refused for another reason: \(String(describing: failure))")
            return
        }
        #expect(harm == .folderMoved || file == directory.file + suffix)
        #expect(throws: JournalFailure.self) { try journal.checkFiles() }
    }

    @Test func `the journal's own changes to its files are no damage`() throws {
        let directory = try TestDirectory()
        let limits = JournalLimits(checkpointSize: 100_000)
        let journal = try directory.open(durability: .full, limits: limits).journal
        for number in 1...60 {
            try journal.appendNumbered(number...number, size: 30_000)
            if number.isMultiple(of: 20) {
                try journal.writeSnapshot(payload: .init(repeating: 1, count: 1_000_000), time: 0)
            }
            try journal.checkFiles()
            _ = try directory.reader().verify()
        }
        #expect(try directory.crashed().open().recovery.end.entry == 60)
    }
}
