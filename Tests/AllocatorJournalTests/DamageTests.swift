import Foundation
import Testing

@testable import AllocatorJournal

/// Recovery from damage to single entries and snapshots that SQLite does not notice.
@Suite struct DamageTests {
    /// Entries 1 to 9, of which the first ones are pruned: snapshots behind 3 and 6.
    private func journal() throws -> TestDirectory {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        for last in [3, 6] {
            try journal.appendNumbered(last - 2...last)
            try journal.writeSnapshot(payload: [UInt8(last)], time: Int64(last))
        }
        try journal.appendNumbered(7...9)
        try journal.close()
        return directory
    }

    @Test(.timeLimit(.minutes(1)))
    func `a damaged last entry is cut off, and nothing is kept aside`() throws {
        let directory = try journal()
        try directory.flipBit(entry: 9)
        do {
            let opened = try directory.open()
            #expect(opened.numbers == [7, 8])
            let tail = JournalTail(from: 9, fault: .checksumWrong, rows: 1, includesWholeEntries: false)
            #expect(opened.recovery.findings == [.tail(tail)])
            #expect(opened.recovery.keptAside == nil)
            #expect(opened.recovery.end == JournalPlace(entry: 8, events: 36))
            #expect(try directory.integer("SELECT max(number) FROM entries") == 8)
            try opened.journal.append(payload: [1], events: 1, time: 1)
        }
        let opened = try directory.open()
        #expect(opened.numbers == [7, 8, 9])
        #expect(opened.recovery.findings.isEmpty)
        #expect(try directory.damagedCopies().isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func `whole entries behind a damaged one are cut off with it, and kept aside`() throws {
        let directory = try journal()
        try directory.flipBit(entry: 8)
        do {
            let opened = try directory.open()
            #expect(opened.numbers == [7])
            let tail = JournalTail(from: 8, fault: .checksumWrong, rows: 2, includesWholeEntries: true)
            #expect(opened.recovery.findings == [.tail(tail)])
            #expect(opened.recovery.keptAside == directory.file + ".damaged-1")
            try opened.journal.appendNumbered(8...9)
        }
        // What was kept aside is the file as it was.
        let aside = try TestDirectory()
        try FileManager.default.createDirectory(atPath: aside.folder, withIntermediateDirectories: false)
        try FileManager.default.copyItem(atPath: directory.file + ".damaged-1", toPath: aside.file)
        #expect(try aside.integer("SELECT count(*) FROM entries") == 6)
        #expect(try aside.open().numbers == [7])
        // The second copy does not replace the first.
        try directory.flipBit(entry: 7)
        #expect(try directory.open().recovery.keptAside == directory.file + ".damaged-2")
    }

    static let changes: [(String, JournalFault)] = [
        ("UPDATE entries SET time_ns = time_ns + 1 WHERE number = 8", .checksumWrong),
        ("UPDATE entries SET event_count = event_count + 1 WHERE number = 8", .checksumWrong),
        ("UPDATE entries SET first_event = first_event + 1 WHERE number = 8", .checksumWrong),
        ("UPDATE entries SET checksum = checksum + 1 WHERE number = 8", .checksumWrong),
        ("UPDATE entries SET payload = x'' WHERE number = 8", .checksumWrong),
        ("UPDATE entries SET first_event = 0 WHERE number = 8", .valueOutOfBounds(column: "first_event")),
        (
            "UPDATE entries SET first_event = 9223372036854775807 WHERE number = 8",
            .valueOutOfBounds(column: "first_event")
        ),
        ("UPDATE entries SET event_count = -1 WHERE number = 8", .valueOutOfBounds(column: "event_count")),
        ("UPDATE entries SET payload = zeroblob(101) WHERE number = 8", .valueOutOfBounds(column: "payload")),
        ("DELETE FROM entries WHERE number = 8", .missing),
        ("UPDATE entries SET number = 9223372036854775807 WHERE number = 8", .missing),
    ]

    @Test(.timeLimit(.minutes(1)), arguments: changes)
    func `every change of a row is noticed`(change: String, fault: JournalFault) throws {
        let directory = try journal()
        try directory.execute(change)
        let opened = try directory.open(limits: JournalLimits(maximumEntryPayload: 100))
        #expect(opened.numbers == [7])
        guard case .tail(let tail) = opened.recovery.findings.first else {
            Issue.record("no tail: \(opened.recovery.findings)")
            return
        }
        #expect(tail.from == 8 && tail.fault == fault && tail.includesWholeEntries)
        #expect(opened.recovery.findings.count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `an entry that is whole but of another history does not follow`() throws {
        let directory = try journal()
        let entry = JournalEntry(number: 8, firstEvent: 28, eventCount: 8, time: 8, payload: [8])
        try directory.execute(
            "UPDATE entries SET first_event = 28, payload = x'08', checksum = \(entry.checksum) WHERE number = 8")
        let opened = try directory.open()
        #expect(opened.numbers == [7])
        let tail = JournalTail(from: 8, fault: .eventsOutOfOrder, rows: 2, includesWholeEntries: true)
        #expect(opened.recovery.findings == [.tail(tail)])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a damaged newest snapshot falls back to the one before, and loses nothing`() throws {
        let directory = try journal()
        try directory.flipBit(snapshotAfter: 6)
        let opened = try directory.open()
        #expect(opened.snapshot == JournalSnapshot.numbered(3, time: 3))
        #expect(opened.numbers == Array(4...9))
        #expect(opened.recovery.findings == [.snapshot(afterEntry: 6, .checksumWrong)])
        #expect(opened.recovery.keptAside != nil)
        // The next snapshot counts the whole ones only.
        try opened.journal.writeSnapshot(payload: [9], time: 9)
        #expect(try directory.reader().statistics().snapshots.map(\.place.entry) == [3, 9])
        #expect(try directory.reader().statistics().entries == 4...9)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a damaged older snapshot is dropped before it is needed`() throws {
        let directory = try journal()
        try directory.flipBit(snapshotAfter: 3)
        let opened = try directory.open()
        #expect(opened.snapshot == JournalSnapshot.numbered(6, time: 6))
        #expect(opened.numbers == [7, 8, 9])
        #expect(opened.recovery.findings == [.snapshot(afterEntry: 3, .checksumWrong)])
        #expect(try directory.reader().statistics().entries == 7...9)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a damaged entry before the newest snapshot costs only what to fall back to`() throws {
        let changes: [(String, JournalFinding)] = [
            ("UPDATE entries SET time_ns = 0 WHERE number = 4", .fallback(entry: 4, .checksumWrong)),
            ("DELETE FROM entries WHERE number = 4", .fallback(entry: 4, .missing)),
            ("DELETE FROM entries WHERE number = 5", .fallback(entry: 5, .missing)),
        ]
        for (change, finding) in changes {
            let directory = try journal()
            try directory.execute(change)
            do {
                let opened = try directory.open()
                #expect(opened.numbers == [7, 8, 9])
                #expect(opened.recovery.findings == [finding])
                #expect(opened.recovery.keptAside != nil)
            }
            let opened = try directory.open()
            #expect(opened.recovery.findings.isEmpty)
            #expect(opened.numbers == [7, 8, 9])
            #expect(try directory.reader().statistics().snapshots.map(\.place.entry) == [6])
            #expect(try directory.reader().statistics().entries == 7...9)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `entries that are missing right behind a snapshot cost those behind them`() throws {
        let directory = try journal()
        try directory.execute("DELETE FROM entries WHERE number IN (6, 7)")
        let opened = try directory.open()
        #expect(opened.entries.isEmpty)
        #expect(opened.recovery.end == JournalPlace(entry: 6, events: 21))
        #expect(opened.recovery.findings.count == 2)
        #expect(try directory.reader().verify().isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func `with no whole snapshot and the first entry pruned it is refused, and left as it is`() throws {
        let directory = try journal()
        try directory.flipBit(snapshotAfter: 3)
        try directory.flipBit(snapshotAfter: 6)
        let bytes = try directory.bytes()
        let failure = #expect(throws: JournalFailure.self) { try directory.open() }
        #expect(failure?.cause == .nothingToStartFrom(firstEntry: 4))
        #expect(try directory.bytes() == bytes)
        #expect(try directory.reader().verify().contains(.nothingToStartFrom(firstEntry: 4)))
        try directory.execute("DELETE FROM entries")
        let empty = #expect(throws: JournalFailure.self) { try directory.open() }
        #expect(empty?.cause == .nothingToStartFrom(firstEntry: nil))
    }

    @Test(.timeLimit(.minutes(1)))
    func `with no whole snapshot but the first entry there, it starts from nothing`() throws {
        let directory = try TestDirectory()
        do {
            let journal = try directory.open().journal
            try journal.appendNumbered(1...3)
            try journal.writeSnapshot(payload: [3], time: 3)
            try journal.appendNumbered(4...5)
        }
        try directory.flipBit(snapshotAfter: 3)
        let opened = try directory.open()
        #expect(opened.snapshot == nil)
        #expect(opened.numbers == Array(1...5))
        #expect(opened.recovery.findings == [.snapshot(afterEntry: 3, .checksumWrong)])
    }

    @Test(.timeLimit(.minutes(1)))
    func `damaged copies are bounded`() throws {
        let directory = try journal()
        let limits = JournalLimits(maximumDamagedCopies: 1)
        try directory.flipBit(snapshotAfter: 3)
        do { _ = try directory.open(limits: limits) }
        try directory.flipBit(entry: 7)
        let failure = #expect(throws: JournalFailure.self) { try directory.open(limits: limits) }
        #expect(failure?.cause == .tooManyDamagedCopies(limit: 1))
        try FileManager.default.removeItem(atPath: directory.file + ".damaged-1")
        #expect(try directory.open(limits: limits).entries.isEmpty)
    }
}
