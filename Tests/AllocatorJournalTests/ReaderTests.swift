import Foundation
import GRDB
import Testing

@testable import AllocatorJournal

@Suite struct ReaderTests {
    @Test(.timeLimit(.minutes(1)))
    func `statistics count what is kept`() throws {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        let reader = try directory.reader()
        let nothing = try reader.statistics()
        #expect(nothing.entries == nil && nothing.keptEvents == 0 && nothing.firstTime == nil)
        #expect(nothing.end == .beginning)
        for last in [3, 6] {
            try journal.appendNumbered(last - 2...last)
            try journal.writeSnapshot(payload: .init(repeating: 1, count: last * 100), time: Int64(last * 10))
        }
        try journal.appendNumbered(7...8)
        let statistics = try reader.statistics()
        #expect(statistics.entries == 4...8)
        #expect(statistics.keptEvents == 4 + 5 + 6 + 7 + 8)
        #expect(statistics.firstTime == 4 && statistics.lastTime == 8)
        #expect(statistics.end == JournalPlace(entry: 8, events: 36))
        #expect(statistics.snapshots.map(\.place) == [.init(entry: 3, events: 6), .init(entry: 6, events: 21)])
        #expect(statistics.snapshots.map(\.size) == [300, 600])
        #expect(statistics.snapshots.map(\.time) == [30, 60])
        let bytes = try ["", "-wal", "-shm"].map { try directory.size($0) }.reduce(0, +)
        #expect(statistics.bytesOnDisk == bytes)
    }

    @Test(.timeLimit(.minutes(1)))
    func `entries and the newest snapshot are read beside the one who writes`() throws {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        try journal.appendNumbered(1...3)
        let reader = try directory.reader(limits: JournalLimits(chunkSize: 1))
        #expect(try reader.newestSnapshot() == nil)
        var numbers: [Int] = []
        try reader.forEachEntry { entry in
            numbers.append(entry.number)
            // The file is not held: what is appended meanwhile is read too.
            if entry.number < 6 { try journal.appendNumbered(entry.number + 3...entry.number + 3) }
        }
        #expect(numbers == Array(1...8))
        try journal.writeSnapshot(payload: [8], time: 8)
        #expect(try reader.newestSnapshot() == JournalSnapshot.numbered(8, time: 8))
        numbers = []
        try reader.forEachEntry(after: 5) { numbers.append($0.number) }
        #expect(numbers == [6, 7, 8])
        #expect(try reader.verify().isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a reader that is overtaken by pruning says so`() throws {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        try journal.appendNumbered(1...9)
        let reader = try directory.reader(limits: JournalLimits(chunkSize: 1))
        let failure = #expect(throws: JournalFailure.self) {
            try reader.forEachEntry { entry in
                guard entry.number == 2 else { return }
                try journal.writeSnapshot(payload: [9], time: 9)
                try journal.appendNumbered(10...11)
                try journal.writeSnapshot(payload: [11], time: 11)
            }
        }
        #expect(failure?.cause == .pruned(entry: 3))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a damaged entry ends the reading, and is named`() throws {
        let directory = try TestDirectory()
        do { try directory.open().journal.appendNumbered(1...5) }
        try directory.flipBit(entry: 3)
        var numbers: [Int] = []
        let failure = #expect(throws: JournalFailure.self) {
            try directory.reader().forEachEntry { numbers.append($0.number) }
        }
        #expect(failure?.cause == .damaged(entry: 3, .checksumWrong))
        #expect(numbers == [1, 2])
        try directory.execute("DELETE FROM entries WHERE number = 3")
        let missing = #expect(throws: JournalFailure.self) { try directory.reader().forEachEntry { _ in } }
        #expect(missing?.cause == .damaged(entry: 3, .missing))
    }

    @Test(.timeLimit(.minutes(1)))
    func `verifying names all that is wrong and changes nothing`() throws {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        for last in [3, 6] {
            try journal.appendNumbered(last - 2...last)
            try journal.writeSnapshot(payload: [UInt8(last)], time: Int64(last))
        }
        try journal.appendNumbered(7...9)
        let copy = try directory.crashed()
        // With all of it in the log: a reader that moved the log into the file would be noticed.
        try copy.damageKeepingLog([
            "UPDATE entries SET checksum = 0 WHERE number IN (5, 8)",
            "UPDATE snapshots SET time_ns = 0 WHERE after_entry = 3",
        ])
        let before = try [copy.bytes(), copy.bytes("-wal")]
        #expect(before[1].count > 4096)
        let expected: [JournalFinding] = [
            .snapshot(afterEntry: 3, .checksumWrong), .fallback(entry: 5, .checksumWrong),
            .tail(JournalTail(from: 8, fault: .checksumWrong, rows: 2, includesWholeEntries: true)),
        ]
        for _ in 1...2 { #expect(try copy.reader().verify() == expected) }
        #expect(try [copy.bytes(), copy.bytes("-wal")] == before)
        #expect(try copy.damagedCopies().isEmpty)
        #expect(try copy.open().recovery.findings == expected)
        #expect(try copy.reader().verify().isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func `verifying sees one state of a journal that is written to`() async throws {
        let directory = try TestDirectory()
        do { try directory.open().journal.appendNumbered(1...50) }
        let writing = Task.detached {
            let journal = try directory.open().journal
            for number in 51...400 {
                try journal.appendNumbered(number...number)
                if number % 10 == 0 { try journal.writeSnapshot(payload: [1], time: 0) }
            }
        }
        // A chunk a row: many reads make up one walk, and pruning goes on between them.
        let reader = try directory.reader(limits: JournalLimits(chunkSize: 1))
        while try reader.statistics().end.entry < 400 { #expect(try reader.verify().isEmpty) }
        try await writing.value
    }

    @Test(.timeLimit(.minutes(1)))
    func `a file that is cut short is verified all the same`() throws {
        let directory = try TestDirectory()
        do { try directory.open().journal.appendNumbered(1...9, size: 10_000) }
        try directory.truncate(to: (directory.pageCount - 3) * 4096)
        let before = try directory.bytes()
        #expect(try !directory.reader().verify().isEmpty)
        #expect(try directory.bytes() == before)
    }
}

extension TestDirectory {
    /// Changes the database by a crash's copy: the log keeps the change, and no checkpoint moves it into the file.
    fileprivate func damageKeepingLog(_ statements: [String]) throws {
        let source = try crashed()
        let queue = try DatabaseQueue(path: source.file)
        try queue.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            for statement in statements { try connection.execute(sql: statement) }
        }
        for suffix in ["", "-wal", "-shm"] { try source.bytes(suffix).write(to: URL(filePath: file + suffix)) }
        try queue.close()
    }
}
