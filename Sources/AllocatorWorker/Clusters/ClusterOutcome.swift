package import AllocatorWire

/// What came of what happened to a cluster: what is to be published, and the records from which all of it can be done again.
package struct ClusterOutcome: Sendable {
    package internal(set) var effects: [ClusterEffect] = []
    package private(set) var records: [WireJournalRecord] = []
    /// Events that were accepted.
    package internal(set) var acceptedEvents = 0
    private let keepsRecords: Bool

    /// - Parameter keepsRecords: whether there is a journal for them.
    package init(keepsRecords: Bool) {
        self.keepsRecords = keepsRecords
    }

    package mutating func takeEffects() -> [ClusterEffect] {
        defer { effects = [] }
        return effects
    }

    mutating func record(_ record: @autoclosure () -> WireJournalRecord.OneOf_Record) {
        guard keepsRecords else { return }
        var message = WireJournalRecord()
        message.record = record()
        records.append(message)
    }
}
