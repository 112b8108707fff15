import Foundation
import Testing

@testable import AllocatorJournal

/// Recovery from pages that SQLite cannot read, and from a truncated file.
@Suite struct PageDamageTests {
    /// Entries of a few pages each, the last one at the end of the file; a snapshot behind the fifth where asked for.
    private func journal(snapshot: Bool = false) throws -> TestDirectory {
        let directory = try TestDirectory()
        let journal = try directory.open().journal
        try journal.appendNumbered(1...5, size: 10_000)
        if snapshot { try journal.writeSnapshot(payload: .init(repeating: 5, count: 9000), time: 5) }
        try journal.appendNumbered(6...9, size: 10_000)
        try journal.close()
        return directory
    }

    @Test(.timeLimit(.minutes(1)))
    func `a torn last page costs the last entry`() throws {
        let directory = try journal()
        try directory.overwritePage(directory.pageCount)
        do {
            let opened = try directory.open()
            #expect(opened.numbers == Array(1...8))
            #expect(opened.recovery.end.entry == 8)
            #expect(opened.tails.map(\.from) == [9])
            try opened.journal.appendNumbered(9...9)
        }
        #expect(try directory.open().numbers == Array(1...9))
        #expect(try directory.reader().verify().isEmpty)
    }

    @Test(.timeLimit(.minutes(2)))
    func `a file that is cut short at any page keeps what is whole`() throws {
        let original = try journal()
        for pages in 5..<(try original.pageCount) {
            let directory = try original.crashed()
            try directory.truncate(to: pages * 4096)
            do {
                let opened = try directory.open()
                #expect(opened.numbers == Array(1..<opened.numbers.count + 1), "after \(pages) pages")
                #expect(opened.numbers.count < 9)
                #expect(opened.havePayloads(size: 10_000))
                #expect(!opened.recovery.findings.isEmpty)
                let next = opened.numbers.count + 1
                try opened.journal.appendNumbered(next...next)
            }
            #expect(try directory.reader().verify().isEmpty)
            #expect(try directory.open().recovery.findings.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [false, true])
    func `whichever page is overwritten, a prefix is kept and nothing else`(snapshot: Bool) throws {
        let original = try journal(snapshot: snapshot)
        var kept: Set<Int> = []
        for page in 2...(try original.pageCount) {
            let directory = try original.crashed()
            try directory.overwritePage(page)
            // A page of the tables' roots may take both away: then it is refused.
            guard let opened = try directory.openUnlessNothingIsLeft() else { continue }
            let first = opened.snapshot == nil ? 1 : 6
            #expect(opened.numbers == Array(first..<first + opened.numbers.count), "page \(page)")
            #expect(opened.havePayloads(size: 10_000))
            #expect(opened.recovery.end.entry == first - 1 + opened.numbers.count)
            kept.insert(opened.recovery.end.entry)
            #expect(try directory.reader().verify().isEmpty, "page \(page)")
            #expect(try directory.crashed().open().numbers == opened.numbers)
        }
        #expect(kept.isSuperset(of: snapshot ? [5, 6, 7, 8, 9] : [1, 2, 3, 4, 5, 6, 7, 8]))
    }

    @Test(.timeLimit(.minutes(1)))
    func `entries on both sides of a damaged page are counted, and the file kept aside`() throws {
        let directory = try journal()
        // In the middle of the payload, and so on a page that holds nothing else.
        let part = Array(ClusterJournal.payload(4, size: 10_000)[5000..<5300])
        try directory.overwritePage(directory.page(ofPayload: part))
        let opened = try directory.open()
        #expect(opened.recovery.end.entry == 3)
        #expect(opened.recovery.keptAside == directory.file + ".damaged-1")
        let tails = opened.tails
        #expect(tails.map(\.from) == [4])
        #expect(tails.map(\.rows) == [5])
        #expect(tails.first?.includesWholeEntries == true)
    }

    @Test(.timeLimit(.minutes(1)))
    func `free pages that are missing cost nothing`() throws {
        let directory = try journal()
        try directory.execute("DELETE FROM entries WHERE number >= 6")
        let pages = try directory.pageCount
        try directory.truncate(to: (pages - 2) * 4096)
        let opened = try directory.open()
        #expect(opened.numbers == Array(1...5))
        #expect(opened.recovery.end.entry == 5)
        #expect(opened.recovery.findings.contains(.structure("it is shorter than its header says")))
        #expect(opened.tails.isEmpty && opened.recovery.keptAside == nil)
    }
}

extension OpenedJournal {
    fileprivate var tails: [JournalTail] {
        recovery.findings.compactMap { if case .tail(let tail) = $0 { tail } else { nil } }
    }

    fileprivate func havePayloads(size: Int) -> Bool {
        entries.allSatisfy { $0.payload == ClusterJournal.payload($0.number, size: size) }
    }
}

extension TestDirectory {
    fileprivate func openUnlessNothingIsLeft() throws -> OpenedJournal? {
        do {
            return try open()
        } catch let failure as JournalFailure {
            guard case .nothingToStartFrom = failure.cause else { throw failure }
            return nil
        }
    }
}
