/// Decides which subscriber to disconnect when the worker is blocked, from observations during the wait.
///
/// libzmq doesn't report whose queue is full. The kernel reports which connections accept no more bytes, and only
/// behind such a connection can a queue fill up. The wait is charged to each of them, and a subscriber whose blocked
/// time reaches the limit is disconnected. If several reach it, only the one that has read the least is: perhaps only
/// its queue is full, and the others were slow for a moment. Afterwards, the charges of the subscribers that did read
/// are dropped.
package struct SlowSubscriberPolicy {
    /// The state of one connection at the end of a part of a wait.
    package struct Observation: Hashable, Sendable {
        /// The number of the connection: 1, 2, 3 … in the order of connecting.
        package var number: UInt64
        /// The part of its address that a reconnect doesn't change.
        package var origin: String
        /// Whether the kernel accepts no more bytes for it.
        package var isBehind: Bool
        /// Bytes that it has received in this part of the wait.
        package var movedBytes: UInt64
        package var unsentBytes: Int

        package init(
            number: UInt64, origin: String, isBehind: Bool, movedBytes: UInt64 = 0, unsentBytes: Int = 0
        ) {
            self.number = number
            self.origin = origin
            self.isBehind = isBehind
            self.movedBytes = movedBytes
            self.unsentBytes = unsentBytes
        }
    }

    /// The maximum number of origins whose blocked time outlives the connection. The smallest times are evicted first.
    package static let maximumOrigins = 1_024

    private struct Entry {
        var blocked: BlockedTime
        /// Bytes received since the blocked time was last zero.
        var movedBytes: UInt64 = 0
    }

    /// The maximum blocked time of a subscriber, in nanoseconds.
    package let limit: Int64
    private var entries: [UInt64: Entry] = [:]
    /// The blocked time of disconnected subscribers. A subscriber that reconnects doesn't start at zero.
    private var origins: [String: BlockedTime] = [:]

    package init(limit: Int64) {
        self.limit = limit
    }

    /// Charges `waited` nanoseconds to the subscribers that are behind at the end of this part of a wait.
    package mutating func charge(_ waited: Int64, to observations: [Observation], endingAt now: Int64) {
        for observation in observations where observation.isBehind {
            var entry =
                entries[observation.number] ?? Entry(blocked: origins[observation.origin] ?? BlockedTime())
            if entry.blocked.amount(at: now - waited) == 0 { entry.movedBytes = 0 }
            entry.blocked.add(waited, endingAt: now)
            entry.movedBytes += observation.movedBytes
            entries[observation.number] = entry
        }
    }

    /// Returns the subscriber to disconnect, or `nil` if none has reached the limit.
    package func choice(among observations: [Observation], at now: Int64) -> UInt64? {
        observations
            .filter { $0.isBehind && blockedTime(of: $0.number, at: now) >= limit }
            .min { isSlower($0, than: $1) }?.number
    }

    package func blockedTime(of number: UInt64, at now: Int64) -> Int64 {
        entries[number]?.blocked.amount(at: now) ?? 0
    }

    private func isSlower(_ one: Observation, than other: Observation) -> Bool {
        let moved = (entries[one.number]?.movedBytes ?? 0, entries[other.number]?.movedBytes ?? 0)
        if moved.0 != moved.1 { return moved.0 < moved.1 }
        if one.unsentBytes != other.unsentBytes { return one.unsentBytes > other.unsentBytes }
        return one.number < other.number
    }

    /// Records that a subscriber was disconnected.
    package mutating func cutOff(_ number: UInt64, from origin: String, at now: Int64) {
        if let entry = entries.removeValue(forKey: number) { store(entry.blocked, of: origin, at: now) }
        entries = entries.filter { $0.value.movedBytes == 0 }
    }

    /// Removes a subscriber that has disconnected by itself.
    package mutating func remove(_ number: UInt64) {
        entries[number] = nil
    }

    private mutating func store(_ blocked: BlockedTime, of origin: String, at now: Int64) {
        origins[origin] = blocked
        guard origins.count > Self.maximumOrigins else { return }
        origins = origins.filter { $0.value.amount(at: now) > 0 }
        guard origins.count > Self.maximumOrigins else { return }
        let smallest = origins.min { ($0.value.amount(at: now), $0.key) < ($1.value.amount(at: now), $1.key) }
        if let smallest { origins[smallest.key] = nil }
    }
}
