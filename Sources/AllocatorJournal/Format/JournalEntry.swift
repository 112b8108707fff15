/// A position in a journal: the number of an entry, and the count of events up to and including it.
package struct JournalPlace: Hashable, Sendable {
    package var entry: Int
    package var events: Int

    package init(entry: Int, events: Int) {
        self.entry = entry
        self.events = events
    }

    /// The position before the first entry.
    package static let beginning = JournalPlace(entry: 0, events: 0)
}

/// The outcome of a drained batch: one row, written in one commit.
package struct JournalEntry: Hashable, Sendable {
    /// The entry's number, counted from 1 without gaps.
    package let number: Int
    /// The number of its first event, counted from 1 over all entries. Without events, that of the next event.
    package let firstEvent: Int
    /// The number of events, 0 if only time advanced.
    package let eventCount: Int
    /// The time in nanoseconds, on the caller's clock.
    package let time: Int64
    package let payload: [UInt8]

    package init(number: Int, firstEvent: Int, eventCount: Int, time: Int64, payload: [UInt8]) {
        self.number = number
        self.firstEvent = firstEvent
        self.eventCount = eventCount
        self.time = time
        self.payload = payload
    }

    /// The position after this entry.
    package var end: JournalPlace { JournalPlace(entry: number, events: firstEvent - 1 + eventCount) }

    /// The checksum over all fields.
    var checksum: UInt32 {
        var checksum = CRC32C()
        for number in [number, firstEvent, eventCount] { checksum.update(Int64(number)) }
        checksum.update(time)
        payload.withUnsafeBytes { checksum.update($0) }
        return checksum.value
    }
}

/// A snapshot of the state at a position of the journal.
package struct JournalSnapshot: Hashable, Sendable {
    /// The position of the last entry that the state includes.
    package let place: JournalPlace
    /// The time in nanoseconds, on the caller's clock.
    package let time: Int64
    package let payload: [UInt8]

    package init(place: JournalPlace, time: Int64, payload: [UInt8]) {
        self.place = place
        self.time = time
        self.payload = payload
    }

    /// The checksum over all fields and the version of the payload's format.
    func checksum(version: Int) -> UInt32 {
        var checksum = CRC32C()
        for number in [place.entry, place.events, version] { checksum.update(Int64(number)) }
        checksum.update(time)
        payload.withUnsafeBytes { checksum.update($0) }
        return checksum.value
    }
}
