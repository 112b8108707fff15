import AllocatorTesting
import Testing

@testable import AllocatorJournal

/// On a small file system of its own, which takes the right to mount one.
@Suite(.enabled(if: SmallDisk.isAvailable)) struct DiskFullTests {
    @Test(.timeLimit(.minutes(1)), arguments: Durability.allCases)
    func `an append that finds no room leaves the journal as it was, and later ones succeed`(durability: Durability)
        throws
    {
        let disk = try SmallDisk(kilobytes: 2048)
        let directory = try TestDirectory(on: disk)
        var kept = 0
        do {
            let journal = try directory.open(durability: durability).journal
            try disk.fill(leaving: 300_000)
            let failure = #expect(throws: JournalFailure.self) {
                while kept < 1000 {
                    try journal.appendNumbered(kept + 1...kept + 1, size: 20_000)
                    kept += 1
                }
            }
            #expect(kept > 0)
            let full = try #require(failure)
            #expect(full.isDiskFull, "\(full)")
            #expect("\(full)".hasSuffix("free space on the disk of \(directory.file) and start again"))
            #expect(journal.place == JournalPlace(entry: kept, events: kept * (kept + 1) / 2))
            #expect(throws: JournalFailure.self) { try journal.appendNumbered(kept + 1...kept + 1, size: 20_000) }
            #expect(throws: JournalFailure.self) {
                try journal.writeSnapshot(payload: .init(repeating: 1, count: 50_000), time: 0)
            }
            // What a crash now would leave.
            #expect(try directory.crashed().open().numbers == Array(1...kept))
            try disk.fill(leaving: nil)
            try journal.appendNumbered(kept + 1...kept + 5, size: 20_000)
            try journal.sync()
        }
        #expect(try directory.open(durability: durability).numbers == Array(1...kept + 5))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a journal whose disk is full opens, and goes on once there is room`() throws {
        let disk = try SmallDisk(kilobytes: 2048)
        let directory = try TestDirectory(on: disk)
        do { try directory.open().journal.appendNumbered(1...20, size: 20_000) }
        try disk.fill(leaving: 0)
        let failure = #expect(throws: JournalFailure.self) {
            try directory.open().journal.appendNumbered(21...40, size: 20_000)
        }
        #expect(try #require(failure).isDiskFull)
        try disk.fill(leaving: nil)
        let opened = try directory.open()
        #expect(opened.numbers == Array(1...20))
        try opened.journal.appendNumbered(21...25, size: 20_000)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a repair that finds no room leaves the file as it was found`() throws {
        let disk = try SmallDisk(kilobytes: 2048)
        let directory = try TestDirectory(on: disk)
        do { try directory.open().journal.appendNumbered(1...20, size: 20_000) }
        try directory.flipBit(entry: 18)
        let before = try directory.bytes()
        try disk.fill(leaving: 200_000)
        let failure = #expect(throws: JournalFailure.self) { try directory.open() }
        #expect(try #require(failure).isDiskFull)
        #expect(try directory.bytes() == before)
        #expect(try directory.damagedCopies().isEmpty)
        try disk.fill(leaving: nil)
        #expect(try directory.open().numbers == Array(1...17))
    }
}
