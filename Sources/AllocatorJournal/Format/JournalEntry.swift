/// How far a journal has come: the number of its last entry, and how many events there are up to it.
package struct JournalPlace: Hashable, Sendable {
    package var entry: Int
    package var events: Int

    package init(entry: Int, events: Int) {
        self.entry = entry
        self.events = events
    }

    /// Before the first entry.
    package static let beginning = JournalPlace(entry: 0, events: 0)
}

/// The outcome of a drained batch: one row, written in one commit.
package struct JournalEntry: Hashable, Sendable {
    /// 1, 2, 3 … without a gap.
    package let number: Int
    /// The number of the first event in it, counted from 1 over all entries. That of the next event where it has none.
    package let firstEvent: Int
    /// 0 where only time went on.
    package let eventCount: Int
    /// Nanoseconds, on the clock of the caller.
    package let time: Int64
    package let payload: [UInt8]

    package init(number: Int, firstEvent: Int, eventCount: Int, time: Int64, payload: [UInt8]) {
        self.number = number
        self.firstEvent = firstEvent
        self.eventCount = eventCount
        self.time = time
        self.payload = payload
    }

    /// The journal's place after this entry.
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

/// The whole state at one place of the journal.
package struct JournalSnapshot: Hashable, Sendable {
    /// The snapshot includes the effect of all entries up to this one, and of none behind it.
    package let place: JournalPlace
    /// Nanoseconds, on the clock of the caller.
    package let time: Int64
    package let payload: [UInt8]

    package init(place: JournalPlace, time: Int64, payload: [UInt8]) {
        self.place = place
        self.time = time
        self.payload = payload
    }

    /// The checksum over all fields, and over the version of the payload's format.
    func checksum(version: Int) -> UInt32 {
        var checksum = CRC32C()
        for number in [place.entry, place.events, version] { checksum.update(Int64(number)) }
        checksum.update(time)
        payload.withUnsafeBytes { checksum.update($0) }
        return checksum.value
    }
}
