import AllocatorTesting
import Testing

@testable import AllocatorJournal

/// Random histories of appends, snapshots, crashes and damage, beside a model that keeps everything in arrays.
@Suite struct PruningTests {
    @Test(.timeLimit(.minutes(3)), arguments: [UInt64](1...20))
    func `pruning keeps exactly the content that recovery needs`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var directory = try TestDirectory()
        var model = Model()
        for _ in 0..<6 {
            let durability = random.pick(Durability.allCases)
            let limits = JournalLimits(chunkSize: 200, checkpointSize: random.pick([1, 20_000, 1 << 20]))
            let opened = try directory.open(durability: durability, limits: limits)
            try model.compare(opened, seed: seed)
            let reader = try directory.reader()
            for _ in 0..<random.below(30) {
                try model.step(opened.journal, &random)
                let statistics = try reader.statistics()
                #expect(statistics.snapshots.map(\.place.entry) == model.keptSnapshots, "seed \(seed)")
                #expect(statistics.entries == model.keptEntries, "seed \(seed)")
            }
            // Either a clean stop or the end of the process.
            if random.chance(50) {
                try opened.journal.close()
            }
            let crashed = try directory.crashed()
            if let newest = model.snapshots.last, model.canFallBack, random.chance(40) {
                try crashed.flipBit(snapshotAfter: newest.place.entry)
                model.snapshots.removeLast()
            }
            directory = crashed
        }
        try model.compare(directory.open(), seed: seed)
        #expect(try directory.reader().verify().isEmpty, "seed \(seed)")
    }
}

private struct Model {
    var entries: [JournalEntry] = []
    /// The second-newest and the newest that are whole.
    var snapshots: [JournalSnapshot] = []
    /// Entries up to this one are pruned.
    var pruned = 0

    var place: JournalPlace { entries.last?.end ?? .beginning }
    var keptSnapshots: [Int] { snapshots.map(\.place.entry) }
    var keptEntries: ClosedRange<Int>? { pruned < place.entry ? pruned + 1...place.entry : nil }

    /// Something whole is left when the newest snapshot is not.
    var canFallBack: Bool { snapshots.count == 2 || pruned == 0 }

    mutating func step(_ journal: ClusterJournal, _ random: inout SplitMix64) throws {
        switch random.below(8) {
        case 0:
            let payload = (0..<1 + random.below(9000)).map { _ in UInt8(random.below(256)) }
            let snapshot = JournalSnapshot(place: place, time: Int64(random.below(1000)), payload: payload)
            try journal.writeSnapshot(payload: payload, time: snapshot.time)
            if snapshots.last?.place == place { snapshots.removeLast() }
            snapshots = snapshots.suffix(1) + [snapshot]
            if snapshots.count == 2 { pruned = max(pruned, snapshots[0].place.entry) }
        case 1:
            try journal.sync()
        default:
            let payload = (0..<random.below(random.chance(10) ? 20_000 : 100)).map { _ in UInt8(random.below(256)) }
            let entry = JournalEntry(
                number: place.entry + 1, firstEvent: place.events + 1, eventCount: random.below(5),
                time: Int64(random.below(1000)), payload: payload)
            let end = try journal.append(payload: payload, events: entry.eventCount, time: entry.time)
            #expect(end == entry.end)
            entries.append(entry)
        }
    }

    func compare(_ opened: OpenedJournal, seed: UInt64) throws {
        let start = snapshots.last?.place ?? .beginning
        #expect(opened.snapshot == snapshots.last, "seed \(seed)")
        #expect(opened.entries == entries.filter { $0.number > start.entry }, "seed \(seed)")
        #expect(opened.recovery.end == place, "seed \(seed)")
    }
}
