import AllocatorCore
import AllocatorJournal
import AllocatorWire
import AllocatorWorker
import FoundationEssentials
import SwiftProtobuf
import Testing

/// Clusters stored by a version that didn't distinguish offered from allocated resources.
@Suite("A cluster with earlier rules", .timeLimit(.minutes(1))) struct EarlierRulesTests {
    /// Framework `f` uses 1 of the 4 cpus of agent `a` and is offered 3. The unknown framework `x` uses 1 mem.
    private static func allocator() throws -> Allocator {
        var allocator = Allocator(clock: .virtual)
        let framework = FrameworkDescription(id: "f", role: "r", capabilities: [])
        let calls: [Call] = [
            .initialize(AllocatorOptions(), reset: false), .addFramework(framework, used: [:], isActive: true),
            .addAgent(
                AgentDescription(id: "a"), unavailability: nil, total: [scalar("cpus", 4, nil), scalar("mem", 1, nil)],
                used: ["x": [scalar("mem", 1, "r")]]),
        ]
        for call in calls { _ = try allocator.apply(call, by: "m") }
        allocator.finishBatch()
        let use = Call.transitionOfferedToAllocated(agent: "a", resources: [scalar("cpus", 1, "r")], framework: "f")
        _ = try allocator.apply(use, by: "m")
        _ = allocator.takeEffects()
        return allocator
    }

    private static func scalar(_ name: Name, _ units: Int64, _ role: Name?) -> Resource {
        var resource = Resource(
            metadata: ResourceMetadata(name: name, type: .scalar),
            amount: .scalar(Quantity(thousandths: units * 1000)))
        resource.allocationRole = role
        return resource
    }

    private static func snapshot(rules: UInt32) throws -> WireSnapshot {
        var snapshot = WireSnapshot()
        snapshot.start.clock = .virtual
        snapshot.start.rules = rules
        snapshot.allocator = WireAllocatorState(try allocator().state)
        return snapshot
    }

    private static func restored(rules: UInt32) throws -> ClusterRecovery {
        let payload = try SnapshotEncoder().encode(try snapshot(rules: rules), as: .binary)
        var recovery = ClusterRecovery(clock: .virtual)
        try recovery.restore(JournalSnapshot(place: JournalPlace(entry: 4, events: 4), time: 0, payload: payload))
        return recovery
    }

    @Test(arguments: [0, 1] as [UInt32]) func `a snapshot with earlier rules is restored with one account`(
        rules: UInt32
    ) throws {
        let recovery = try Self.restored(rules: rules)
        #expect(recovery.hasEarlierRules)
        var allocator = recovery.cluster.allocator
        #expect(allocator.brokenInvariants() == [])
        #expect(allocator.accounts.filter(\.isMerged).map(\.framework) == ["f"])
        // As in the earlier version, the master may release either kind, up to the amount held.
        let held = [Self.scalar("cpus", 2, "r")]
        for isAllocated in [true, false] {
            _ = try allocator.apply(
                .recoverResources(
                    framework: "f", agent: "a", resources: held, filters: nil, isAllocated: isAllocated), by: "m")
        }
        #expect(allocator.accounts.map(\.framework) == ["x"])
    }

    @Test func `a snapshot with the current rules is restored unchanged`() throws {
        let recovery = try Self.restored(rules: WireClusterStart.currentRules)
        #expect(!recovery.hasEarlierRules)
        #expect(recovery.cluster.allocator.digest() == (try Self.allocator().digest()))
    }

    @Test func `a snapshot with unknown rules is refused`() throws {
        let failure = #expect(throws: RecoveryFailure.self) {
            try Self.restored(rules: WireClusterStart.currentRules + 1)
        }
        #expect(failure?.reason.contains("rules of another version") == true)
    }

    @Test func `a snapshot with earlier rules is refused with advice if entries follow it`() throws {
        var recovery = try Self.restored(rules: 0)
        var message = WireJournalEntry()
        message.records = [.with { $0.batchFinished = true }]
        let payload = try JournalEntryEncoder().encode(message, as: .binary)
        let entry = JournalEntry(number: 5, firstEvent: 5, eventCount: 0, time: 1, payload: payload)
        let failure = #expect(throws: RecoveryFailure.self) { try recovery.replay(entry) }
        #expect(failure?.place == "entry 5")
        #expect(failure?.reason.contains("start that version on this data directory and stop it cleanly") == true)
    }

    @Test func `a snapshot with the current rules is written before further entries`() async throws {
        let path = "/tmp/earlier-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let payload = try SnapshotEncoder().encode(try Self.snapshot(rules: 0), as: .binary)
        try Self.keep(payload, in: path)
        // Twice: the second worker must read what the first one appends.
        for round in 1...2 {
            try await withWorker {
                ($0.data, $0.durability, $0.clock) = (path, .none, .virtual)
            } _: { worker in
                #expect(try Self.rules(in: path) == WireClusterStart.currentRules, "round \(round)")
                var master = try TestClients.connect(to: worker)
                _ = try master.publications(after: #"{"master": "m", "advance": {"duration": "1s"}}"#)
            }
        }
    }

    private static func keep(_ payload: [UInt8], in path: String) throws {
        let journal = try DataDirectory(path: path).openJournal(ofCluster: "default", durability: .none)
        _ = try journal.recover(restore: { _ in }, replay: { _ in })
        try journal.writeSnapshot(payload: payload, time: 0)
        try journal.close()
    }

    private static func rules(in path: String) throws -> UInt32? {
        let reader = try DataDirectoryReader(path: path).openJournal(ofCluster: "default")
        let snapshot = try reader.newestSnapshot()
        return try snapshot.map { try SnapshotDecoder(limits: .kept).decode($0.payload).start.rules }
    }
}
