import AllocatorCore
import AllocatorJournal
import AllocatorWire
import AllocatorWorker
import FoundationEssentials
import SwiftProtobuf

/// Entries and snapshots of a journal with valid checksums, made from bytes.
enum JournalInputs {
    static func entry(payload: [UInt8]) -> JournalEntry {
        JournalEntry(number: 1, firstEvent: 1, eventCount: 1, time: 1, payload: payload)
    }

    static func snapshot(payload: [UInt8]) -> JournalSnapshot {
        JournalSnapshot(place: JournalPlace(entry: 1, events: 1), time: 1, payload: payload)
    }

    /// Returns the first entry of a cluster that accepted these events, each as a separate batch.
    static func entry(of frames: [[UInt8]], clock: WireClusterStart.Clock) throws -> JournalEntry {
        entry(payload: try JournalEntryEncoder().encode(message(of: frames, clock: clock), as: .binary))
    }

    private static func message(of frames: [[UInt8]], clock: WireClusterStart.Clock) -> WireJournalEntry {
        var message = WireJournalEntry()
        message.records = [
            .with { record in
                record.started.clock = clock
                record.started.rules = WireClusterStart.currentRules
            }
        ]
        for frame in frames {
            message.records.append(.with { $0.accepted = Data(frame) })
            message.records.append(.with { $0.batchFinished = true })
        }
        return message
    }
}
