import Foundation
import GRDB
import Subprocess
import Testing

@testable import AllocatorJournal

/// The write-ahead log is bounded.
@Suite struct WriteAheadLogTests {
    private let limits = JournalLimits(checkpointSize: 100_000, maximumWriteAheadLog: 1_000_000)

    @Test(.timeLimit(.minutes(1)), arguments: Durability.allCases)
    func `it is moved into the file and begun anew`(durability: Durability) throws {
        let directory = try TestDirectory()
        let journal = try directory.open(durability: durability, limits: limits).journal
        for number in 1...100 {
            try journal.appendNumbered(number...number, size: 30_000)
            #expect(try directory.size("-wal") < 400_000)
        }
        #expect(try directory.size() > 2_500_000)
    }

    @Test(.timeLimit(.minutes(1)))
    func `the log is truncated after it grew for a snapshot`() throws {
        let directory = try TestDirectory()
        let journal = try directory.open(limits: limits).journal
        try journal.writeSnapshot(payload: .init(repeating: 1, count: 3_000_000), time: 0)
        #expect(try directory.size("-wal") > 3_000_000)
        try journal.appendNumbered(1...1)
        #expect(try directory.size("-wal") <= 100_000)
    }

    @Test(.timeLimit(.minutes(1)))
    func `under a reader without end appending stops at the bound, and goes on after it`() throws {
        let directory = try TestDirectory()
        let journal = try directory.open(limits: limits).journal
        try journal.appendNumbered(1...1)
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: directory.file, configuration: configuration)
        try reader.writeWithoutTransaction { connection in
            try connection.execute(sql: "BEGIN")
            _ = try Int.fetchOne(connection, sql: "SELECT count(*) FROM entries")
        }
        var last = 1
        let failure = #expect(throws: JournalFailure.self) {
            while last < 200 {
                try journal.appendNumbered(last + 1...last + 1, size: 30_000)
                last += 1
            }
        }
        guard case .writeAheadLogHeld(let hold, limit: 1_000_000) = failure?.cause else {
            Issue.record("refused for another reason: \(String(describing: failure))")
            return
        }
        #expect(hold.bytes < 1_500_000)
        #expect(journal.logHold == hold && journal.sizes.heldLogs == 1)
        #expect(journal.place?.entry == last)
        try reader.close()
        try journal.appendNumbered(last + 1...last + 10, size: 30_000)
        #expect(try directory.crashed().open().numbers == Array(1...last + 10))
    }

    private static let python = "/usr/bin/python3"

    /// Reads a database until its standard input ends.
    private static let reading = """
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1])
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM entries").fetchone()
        print("reading", flush=True)
        sys.stdin.read()
        """

    @Test(.timeLimit(.minutes(1)), .enabled(if: FileManager.default.isExecutableFile(atPath: python)))
    func `a process that reads for long is named, and forgotten when it has ended`() async throws {
        let directory = try TestDirectory()
        let journal = try directory.open(limits: limits).journal
        try journal.appendNumbered(1...1)
        _ = try await run(
            .name("env"), arguments: [Self.python, "-c", Self.reading, directory.file],
            input: .inputWriter, output: .sequence, error: .discarded
        ) { reader in
            let line = try await reader.standardOutput.strings().first { _ in true }
            #expect(line == "reading")
            for number in 2...15 { try journal.appendNumbered(number...number, size: 30_000) }
            let hold = try #require(journal.logHold)
            let process = reader.processIdentifier.value
            #expect(hold.processes == [process])
            #expect(hold.holders.hasPrefix("process \(process) (python3"), "\(hold.holders)")
            #expect(hold.bytes > 200_000 && journal.sizes.log >= hold.bytes && journal.sizes.heldLogs == 1)
        }
        for number in 16...25 { try journal.appendNumbered(number...number, size: 30_000) }
        #expect(journal.logHold == nil && journal.sizes.heldLogs == 0)
    }
}
