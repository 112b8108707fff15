import AllocatorCore
import AllocatorJournal
import AllocatorWire
import AllocatorWorker
import FoundationEssentials
import SwiftProtobuf
import Testing

/// Undamaged journals that contradict themselves.
@Suite("A record that does not fit", .timeLimit(.minutes(1))) struct ReplayMismatchTests {
    private static func entry(_ records: [WireJournalRecord.OneOf_Record]) throws -> JournalEntry {
        var message = WireJournalEntry()
        message.records = records.map { record in .with { $0.record = record } }
        let payload = try JournalEntryEncoder().encode(message, as: .binary)
        return JournalEntry(number: 7, firstEvent: 1, eventCount: 1, time: 1, payload: payload)
    }

    private static func started(
        _ clock: WireClusterStart.Clock, rules: UInt32 = WireClusterStart.currentRules
    ) -> WireJournalRecord.OneOf_Record {
        .started(
            .with { start in
                start.clock = clock
                start.rules = rules
            })
    }

    private static func accepted(_ event: String) -> WireJournalRecord.OneOf_Record { .accepted(Data(event.utf8)) }

    private static func redo(
        _ records: [WireJournalRecord.OneOf_Record], _ clock: Allocator.Clock
    ) throws -> ClusterRecovery {
        var recovery = ClusterRecovery(clock: clock)
        try recovery.replay(try entry(records))
        return recovery
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let records: [WireJournalRecord.OneOf_Record]
        let clock: Allocator.Clock
        let reason: String

        var testDescription: String { reason }
    }

    static let cases = [
        Case(
            records: [started(.virtual), .advancedToNs(1_000)], clock: .virtual,
            reason: "time advanced by itself, which is impossible under the virtual clock"),
        Case(records: [started(.system)], clock: .virtual, reason: "clock"),
        Case(records: [started(.unspecified)], clock: .system, reason: "clock"),
        Case(records: [started(.system, rules: 0)], clock: .system, reason: "rules of another version; start that"),
        Case(
            records: [started(.system, rules: WireClusterStart.currentRules + 1)], clock: .system,
            reason: "rules of another version"),
        Case(
            records: [accepted("no event")], clock: .system,
            reason: "an accepted event cannot be decoded"),
        Case(
            records: [accepted(#"{"master": "m", "remove_agent": {"agent_id": "a"}}"#)], clock: .system,
            reason: "remove_agent of master m was accepted when it was journaled and is refused now"),
        Case(
            records: [accepted(#"{"master": "m", "epoch": 1, "sequence": 2, "initialize": {}}"#)], clock: .system,
            reason: "initialize of master m was accepted when it was journaled and is refused now"),
    ]

    @Test(arguments: cases) func `a record that does not fit is reported with its entry`(example: Case) throws {
        do {
            _ = try Self.redo(example.records, example.clock)
            Issue.record("it was taken")
        } catch let failure as RecoveryFailure {
            #expect(failure.place == "entry 7")
            #expect(failure.reason.contains(example.reason))
        }
    }

    @Test func `a record of an unknown kind asks for the version that wrote it`() throws {
        // Field 15, as a later version may define it.
        var payload = try Self.entry([]).payload
        payload += [0x0A, 0x02, 0x78, 0x01]
        let entry = JournalEntry(number: 7, firstEvent: 1, eventCount: 1, time: 1, payload: payload)
        var recovery = ClusterRecovery(clock: .system)
        do {
            try recovery.replay(entry)
            Issue.record("it was taken")
        } catch {
            #expect(error.reason.contains("use the version that wrote it"))
        }
    }

    @Test func `the same records fit under the clock that they were written with`() throws {
        let records = [
            Self.started(.system), .advancedToNs(1_000), Self.accepted(#"{"master": "m", "initialize": {}}"#),
            .batchFinished(true),
        ]
        let recovery = try Self.redo(records, .system)
        #expect(recovery.cluster.allocator.now == Instant(nanoseconds: 1_000))
        #expect(recovery.events == 1)
    }
}
