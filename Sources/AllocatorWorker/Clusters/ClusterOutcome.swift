import AllocatorWire

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
}
