import AllocatorWire
import FoundationEssentials
import SwiftProtobuf

/// The journal records of a cluster that aren't committed yet.
struct PendingRecords: Sendable {
    private(set) var records: [WireJournalRecord] = []
    /// Accepted events since the last commit.
    private(set) var acceptedEvents = 0
    /// Without a journal, no records are collected.
    let isJournaled: Bool

    init(isJournaled: Bool) {
        self.isJournaled = isJournaled
    }

    var isEmpty: Bool { records.isEmpty }

    mutating func append(_ record: @autoclosure () -> WireJournalRecord.OneOf_Record) {
        guard isJournaled else { return }
        var message = WireJournalRecord()
        message.record = record()
        records.append(message)
    }

    mutating func appendAccepted(_ frame: @autoclosure () -> Data) {
        acceptedEvents += 1
        append(.accepted(frame()))
    }

    /// Records a refused event that changes nothing. Consecutive refusals of one master are coalesced, so that a flood
    /// of them makes one record.
    mutating func appendRefusal(of master: String) {
        guard isJournaled else { return }
        if let last = records.indices.last, case .refusals(var refusals) = records[last].record,
            refusals.master == master
        {
            refusals.count += 1
            records[last].record = .refusals(refusals)
            return
        }
        append(
            .refusals(
                .with {
                    $0.master = master
                    $0.count = 1
                }))
    }

    /// Puts the reserved publication numbers before the records that they hold for.
    mutating func insertNumbers(_ numbers: WirePublicationNumbers) {
        guard isJournaled else { return }
        var message = WireJournalRecord()
        message.record = .numbers(numbers)
        // A journal begins with its start.
        var isStart = false
        if case .started = records.first?.record { isStart = true }
        records.insert(message, at: isStart ? 1 : 0)
    }
}
