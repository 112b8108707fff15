import Foundation
import Testing

@testable import AllocatorJournal

@Suite struct FormatTests {
    private func journal() throws -> TestDirectory {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        try journal.appendNumbered(1...3)
        try journal.writeSnapshot(payload: [3], time: 3)
        try journal.close()
        return directory
    }

    /// Neither a worker nor a reader opens it, both say the same, and not a byte of it changes.
    private func expectRefusal(_ directory: TestDirectory) throws -> JournalFailure {
        let bytes = try directory.bytes()
        let worker = try #require(#expect(throws: JournalFailure.self) { try directory.open() })
        let reader = try #require(#expect(throws: JournalFailure.self) { try directory.reader() })
        #expect(worker.cause == reader.cause)
        #expect(worker.path == directory.file)
        #expect(try directory.bytes() == bytes)
        return worker
    }

    @Test(.timeLimit(.minutes(1)), arguments: [0, 2, 17])
    func `another version is refused, with what it is and what to do`(version: Int) throws {
        let directory = try journal()
        try directory.execute("PRAGMA user_version = \(version)")
        let failure = try expectRefusal(directory)
        #expect(failure.cause == .unknownVersion(what: "journal", found: version, known: 1))
        #expect(
            "\(failure)".hasSuffix(
                "the journal has format version \(version), and this program reads version 1; use the program "
                    + "that wrote it, or move the cluster's folder away to start afresh"))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a whole snapshot of another version is refused, not passed over`() throws {
        let directory = try journal()
        let snapshot = JournalSnapshot.numbered(3, time: 3)
        let checksum = snapshot.checksum(version: 2)
        try directory.execute("UPDATE snapshots SET version = 2, checksum = \(checksum)")
        let expected = JournalFailure.Cause.unknownVersion(what: "snapshot after entry 3", found: 2, known: 1)
        #expect(#expect(throws: JournalFailure.self) { try directory.open() }?.cause == expected)
        #expect(#expect(throws: JournalFailure.self) { try directory.reader().verify() }?.cause == expected)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a version that the checksum does not confirm is damage`() throws {
        let directory = try journal()
        try directory.execute("UPDATE snapshots SET version = 2")
        let opened = try directory.open()
        #expect(opened.recovery.findings == [.snapshot(afterEntry: 3, .checksumWrong)])
        #expect(opened.numbers == [1, 2, 3])
    }

    static let foreign = [
        "PRAGMA application_id = 0",
        "PRAGMA application_id = 7",
        "CREATE TABLE other (x)",
        "DROP TABLE syncs",
        "ALTER TABLE entries ADD COLUMN x ANY",
        "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END",
        "CREATE INDEX i ON entries (time_ns)",
        "ALTER TABLE entries RENAME TO e; CREATE VIEW entries AS SELECT * FROM e",
    ]

    @Test(.timeLimit(.minutes(1)), arguments: foreign)
    func `a database with anything else in it is refused`(change: String) throws {
        let directory = try journal()
        try directory.execute(change)
        guard case .notAJournal = try expectRefusal(directory).cause else {
            Issue.record("refused for another reason")
            return
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a file that is no database is refused`() throws {
        let text = "no database, but long enough to be looked at as one"
        for content in [Data(text.utf8), Data(repeating: 0xA5, count: 9000)] {
            let directory = try TestDirectory()
            try FileManager.default.createDirectory(atPath: directory.folder, withIntermediateDirectories: false)
            try content.write(to: URL(filePath: directory.file))
            let failure = try expectRefusal(directory)
            #expect("\(failure)".contains("file is not a database (SQLite code 26); put back a copy of the file"))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a file with a damaged list of tables is refused`() throws {
        let directory = try journal()
        let handle = try FileHandle(forUpdating: URL(filePath: directory.file))
        try handle.seek(toOffset: 100)
        try handle.write(contentsOf: Data(repeating: 0xEE, count: 3996))
        try handle.close()
        guard case .notAJournal = try expectRefusal(directory).cause else {
            Issue.record("refused for another reason")
            return
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `the tables on disk are those of version 1`() throws {
        let directory = try journal()
        #expect(try directory.integer("PRAGMA application_id") == 0x514D_6A6C)
        #expect(try directory.integer("PRAGMA user_version") == 1)
        #expect(try directory.integer("PRAGMA page_size") == 4096)
        #expect(try directory.integer("PRAGMA auto_vacuum") == 0)
    }
}
