import Testing

@testable import AllocatorJournal

@Suite struct RoundTripTests {
    @Test(.timeLimit(.minutes(1)), arguments: Durability.allCases)
    func `appended entries are replayed in order`(durability: Durability) throws {
        let directory = try TestDirectory()
        do {
            let opened = try directory.open(durability: durability)
            #expect(opened.recovery == JournalRecovery.ofNothing)
            try opened.journal.appendNumbered(1...20)
            try opened.journal.sync()
            try opened.journal.close()
        }
        let opened = try directory.open(durability: durability)
        #expect(opened.numbers == Array(1...20))
        #expect(opened.entries.map(\.payload) == (1...20).map { ClusterJournal.payload($0) })
        #expect(opened.entries.map(\.time) == (1...20).map(Int64.init))
        #expect(opened.entries.map(\.firstEvent) == (1...20).map { $0 * ($0 - 1) / 2 + 1 })
        #expect(opened.recovery.end == JournalPlace(entry: 20, events: 210))
        #expect(opened.recovery.findings.isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func `times and counts may be any, and a payload may be empty`() throws {
        let directory = try TestDirectory()
        let rows: [(payload: [UInt8], events: Int, time: Int64)] = [
            ([], 0, .min), ([0], 3, .max), ([], 0, 0), ([255, 0, 255], 1 << 50, -1),
        ]
        do {
            let journal = try directory.open().journal
            for row in rows { try journal.append(payload: row.payload, events: row.events, time: row.time) }
        }
        let entries = try directory.open().entries
        #expect(entries.map(\.payload) == rows.map(\.payload))
        #expect(entries.map(\.eventCount) == rows.map(\.events))
        #expect(entries.map(\.time) == rows.map(\.time))
        #expect(entries.map(\.firstEvent) == [1, 1, 4, 4])
    }

    @Test(.timeLimit(.minutes(1)))
    func `entries larger than a chunk are read one by one`() throws {
        let directory = try TestDirectory()
        let limits = JournalLimits(chunkSize: 1000)
        do {
            let journal = try directory.open(limits: limits).journal
            try journal.appendNumbered(1...30, size: 333)
            try journal.append(payload: .init(repeating: 7, count: 50_000), events: 0, time: 0)
            try journal.appendNumbered(32...40, size: 999)
        }
        let opened = try directory.open(limits: limits)
        #expect(opened.numbers == Array(1...40))
        #expect(opened.entries[30].payload.count == 50_000)
    }

    @Test(.timeLimit(.minutes(1)))
    func `recovery begins with the newest snapshot`() throws {
        let directory = try TestDirectory()
        do {
            let journal = try directory.open().journal
            try journal.writeSnapshot(payload: [], time: 5)
            try journal.appendNumbered(1...4)
            try journal.writeSnapshot(payload: [4], time: 44)
            try journal.appendNumbered(5...7)
        }
        do {
            let opened = try directory.open()
            #expect(opened.snapshot == JournalSnapshot.numbered(4, time: 44))
            #expect(opened.recovery.snapshot == JournalPlace(entry: 4, events: 10))
            #expect(opened.numbers == [5, 6, 7])
            try opened.journal.writeSnapshot(payload: [7], time: 77)
        }
        let opened = try directory.open()
        #expect(opened.snapshot == JournalSnapshot.numbered(7, time: 77))
        #expect(opened.entries.isEmpty)
        #expect(opened.recovery.end == JournalPlace(entry: 7, events: 28))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a snapshot at the place of another replaces it`() throws {
        let directory = try TestDirectory()
        do {
            let journal = try directory.open().journal
            try journal.appendNumbered(1...2)
            for time: Int64 in 1...3 { try journal.writeSnapshot(payload: [2], time: time) }
            #expect(try directory.reader().statistics().snapshots.map(\.time) == [3])
            #expect(try directory.reader().statistics().entries == 1...2)
        }
        #expect(try directory.open().snapshot == JournalSnapshot.numbered(2, time: 3))
    }

    @Test(.timeLimit(.minutes(1)))
    func `an oversized payload is refused, and nothing written`() throws {
        let directory = try TestDirectory()
        let limits = JournalLimits(maximumEntryPayload: 100, maximumSnapshotPayload: 200)
        let journal = try directory.open(limits: limits).journal
        try journal.append(payload: .init(repeating: 1, count: 100), events: 1, time: 1)
        try journal.writeSnapshot(payload: .init(repeating: 1, count: 200), time: 1)
        let entry = #expect(throws: JournalFailure.self) {
            try journal.append(payload: .init(repeating: 1, count: 101), events: 1, time: 1)
        }
        #expect(entry?.cause == .payloadTooLarge(bytes: 101, limit: 100))
        let snapshot = #expect(throws: JournalFailure.self) {
            try journal.writeSnapshot(payload: .init(repeating: 1, count: 201), time: 1)
        }
        #expect(snapshot?.cause == .payloadTooLarge(bytes: 201, limit: 200))
        #expect(journal.place == JournalPlace(entry: 1, events: 1))
    }

    @Test(.timeLimit(.minutes(1)))
    func `an error of a replay is rethrown, and the journal can be opened again`() throws {
        struct Stop: Error {}
        let directory = try TestDirectory()
        do { try directory.open().journal.appendNumbered(1...3) }
        do {
            let journal = try DataDirectory(path: directory.path).openJournal(ofCluster: "c", durability: .none)
            #expect(throws: Stop.self) {
                try journal.recover(restore: { _ in }, replay: { if $0.number == 2 { throw Stop() } })
            }
        }
        #expect(try directory.open().numbers == [1, 2, 3])
    }
}

extension JournalRecovery {
    static let ofNothing = JournalRecovery(snapshot: nil, end: .beginning, findings: [], tornBytes: 0, keptAside: nil)
}

extension JournalSnapshot {
    /// Behind entries 1 to n, of which number n has n events.
    static func numbered(_ entry: Int, time: Int64) -> JournalSnapshot {
        JournalSnapshot(
            place: JournalPlace(entry: entry, events: entry * (entry + 1) / 2), time: time,
            payload: [UInt8(truncatingIfNeeded: entry)])
    }
}
