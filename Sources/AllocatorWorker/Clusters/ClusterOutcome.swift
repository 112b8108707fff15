import AllocatorWire
import SwiftProtobuf

/// What came of what happened to a cluster: what is to be published, and the records from which all of it can be done again.
struct ClusterOutcome: Sendable {
    var effects = ClusterEffects()
    private(set) var records: [WireJournalRecord] = []
    /// Events that were accepted.
    var acceptedEvents = 0
    private let keepsRecords: Bool

    /// - Parameter keepsRecords: whether there is a journal for them.
    init(keepsRecords: Bool) {
        self.keepsRecords = keepsRecords
    }

    mutating func takeEffects() -> ClusterEffects {
        defer { effects = ClusterEffects() }
        return effects
    }

    mutating func record(_ record: @autoclosure () -> WireJournalRecord.OneOf_Record) {
        guard keepsRecords else { return }
        var message = WireJournalRecord()
        message.record = record()
        records.append(message)
    }

    /// Records that an event of a master was refused which changes nothing by it. A flood of them makes one record.
    mutating func recordRefusal(to master: String) {
        guard keepsRecords else { return }
        if let last = records.indices.last, case .refusals(var refusals) = records[last].record,
            refusals.master == master
        {
            refusals.count += 1
            records[last].record = .refusals(refusals)
            return
        }
        record(
            .refusals(
                .with {
                    $0.master = master
                    $0.count = 1
                }))
    }

    /// Records what holds for the other records too, before them.
    mutating func recordBefore(_ record: WireJournalRecord.OneOf_Record) {
        guard keepsRecords else { return }
        var message = WireJournalRecord()
        message.record = record
        // A journal begins with its start.
        var isStart = false
        if case .started = records.first?.record { isStart = true }
        records.insert(message, at: isStart ? 1 : 0)
    }
}
