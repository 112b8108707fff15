import Foundation
import Testing

@testable import AllocatorJournal

/// A crash of the process leaves the files as they are at some moment; one of the machine may leave less of the log.
@Suite struct CrashTests {
    @Test(.timeLimit(.minutes(1)), arguments: Durability.allCases)
    func `a crash of the process costs nothing, whenever it comes`(durability: Durability) throws {
        let directory = try TestDirectory()
        let journal = try directory.open(durability: durability).journal
        for number in 1...12 {
            try journal.appendNumbered(number...number)
            if number % 5 == 0 { try journal.writeSnapshot(payload: [UInt8(number)], time: 0) }
            let opened = try directory.crashed().open()
            #expect(opened.recovery.findings.isEmpty)
            #expect(opened.snapshot?.payload == (number < 5 ? nil : [UInt8(number / 5 * 5)]))
            #expect(opened.numbers == Array((number / 5 * 5 + 1)..<(number + 1)))
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a log that ends anywhere in the last commit costs that commit and no other`() throws {
        let directory = try TestDirectory()
        try FileManager.default.createDirectory(atPath: directory.folder, withIntermediateDirectories: false)
        // The smallest pages that there are, so that the bytes of a commit can all be gone through.
        try directory.execute("PRAGMA page_size = 512; PRAGMA journal_mode = WAL")
        let journal = try directory.open().journal
        try journal.appendNumbered(1...3)
        let before = try directory.size("-wal")
        try journal.appendNumbered(4...4)
        let after = try directory.size("-wal")
        #expect((536...2000).contains(after - before))
        let (file, log) = try (directory.bytes(), directory.bytes("-wal"))
        let copy = try directory.crashed()
        let data = try DataDirectory(path: copy.path)
        for size in before..<after {
            try file.write(to: URL(filePath: copy.file))
            try log.prefix(size).write(to: URL(filePath: copy.file + "-wal"))
            let opened = try OpenedJournal(data.openJournal(ofCluster: TestDirectory.cluster, durability: .none))
            #expect(opened.numbers == [1, 2, 3], "the log ends after \(size) bytes")
            #expect(opened.recovery.findings.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a bit that flips in the last commit of the log costs that commit and no other`() throws {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        try journal.appendNumbered(1...3)
        let before = try directory.size("-wal")
        try journal.appendNumbered(4...4)
        let log = try directory.bytes("-wal")
        // The commit is the frame that was added: a header of 24 bytes and a page, guarded by salts and checksums.
        for offset in stride(from: before, to: log.count, by: 37) {
            let copy = try directory.crashed()
            var damaged = log
            damaged[offset] ^= 0x40
            try damaged.write(to: URL(filePath: copy.file + "-wal"))
            #expect(try copy.open().numbers == [1, 2, 3], "at byte \(offset)")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `appending goes on behind a torn end`() throws {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        try journal.appendNumbered(1...4)
        let copy = try directory.crashed()
        try copy.truncate("-wal", to: copy.size("-wal") - 1)
        do {
            let opened = try copy.open()
            #expect(opened.numbers == [1, 2, 3])
            try opened.journal.append(payload: [9], events: 2, time: 9)
        }
        let entries = try copy.open().entries
        #expect(entries.map(\.number) == [1, 2, 3, 4])
        #expect(entries.last == JournalEntry(number: 4, firstEvent: 7, eventCount: 2, time: 9, payload: [9]))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a log without the file that indexes it is read all the same`() throws {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        try journal.appendNumbered(1...4)
        let copy = try directory.crashed()
        try FileManager.default.removeItem(atPath: copy.file + "-shm")
        #expect(try copy.open().numbers == [1, 2, 3, 4])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a crash before the first commit leaves a journal that begins anew`() throws {
        for leftover in [Data(), nil] {
            let directory = try TestDirectory()
            try FileManager.default.createDirectory(atPath: directory.folder, withIntermediateDirectories: false)
            if let leftover { try leftover.write(to: URL(filePath: directory.file)) }
            #expect(try directory.open().recovery == .ofNothing)
        }
        let directory = try TestDirectory()
        try FileManager.default.createDirectory(atPath: directory.folder, withIntermediateDirectories: false)
        try directory.execute("PRAGMA journal_mode = WAL")
        #expect(try directory.open().recovery == .ofNothing)
    }
}
