/// Decides which subscriber is cut off so that the others are served, from what was seen of them while the worker waited.
///
/// libzmq does not tell whose queue is full. The kernel tells to whom it can send nothing more: only behind such a
/// connection can a queue fill up. Each of them is charged with the wait, and who owes more than the limit is cut off; of
/// several, the one that has taken the least in that time, for it may be that only its queue is full and that the others,
/// who did read, were slow for a moment. So one is cut off at a time, and what those who read were charged with together
/// with it is forgiven: it was not they who were waited for, as far as can be told.
package struct SlowSubscriberPolicy {
    /// What was seen of one connection at the end of a part of a wait.
    package struct Observation: Hashable, Sendable {
        /// 1, 2, 3 … in the order in which they came.
        package var number: UInt64
        /// Where it comes from: what stays the same when it comes again.
        package var origin: String
        /// Whether the kernel takes nothing more for it.
        package var isBehind: Bool
        /// Bytes that have left for it in this part.
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

    /// Origins whose debts are remembered beyond their connections. Those of the smallest debts are forgotten first.
    package static let maximumOrigins = 1_024

    private struct Standing {
        var debt: BlockedTime
        /// Since the debt was last nothing.
        var movedBytes: UInt64 = 0
    }

    /// In nanoseconds.
    package let limit: Int64
    private var standings: [UInt64: Standing] = [:]
    /// What those owed that were cut off: who comes again from there has no new credit.
    private var origins: [String: BlockedTime] = [:]

    package init(limit: Int64) {
        self.limit = limit
    }

    /// Charges those that were behind at the end of a wait, or of a part of one, of `waited` nanoseconds.
    package mutating func charge(_ waited: Int64, to observations: [Observation], endingAt now: Int64) {
        for observation in observations where observation.isBehind {
            var standing =
                standings[observation.number] ?? Standing(debt: origins[observation.origin] ?? BlockedTime())
            if standing.debt.amount(at: now - waited) == 0 { standing.movedBytes = 0 }
            standing.debt.add(waited, endingAt: now)
            standing.movedBytes += observation.movedBytes
            standings[observation.number] = standing
        }
    }

    /// Whom to cut off; nil while nobody has used up the limit.
    package func choice(among observations: [Observation], at now: Int64) -> UInt64? {
        observations
            .filter { $0.isBehind && debt(of: $0.number, at: now) >= limit }
            .min { precedes($0, $1) }?.number
    }

    package func debt(of number: UInt64, at now: Int64) -> Int64 {
        standings[number]?.debt.amount(at: now) ?? 0
    }

    private func precedes(_ one: Observation, _ other: Observation) -> Bool {
        let moved = (standings[one.number]?.movedBytes ?? 0, standings[other.number]?.movedBytes ?? 0)
        if moved.0 != moved.1 { return moved.0 < moved.1 }
        if one.unsentBytes != other.unsentBytes { return one.unsentBytes > other.unsentBytes }
        return one.number < other.number
    }

    /// Notes that one was cut off.
    package mutating func cutOff(_ number: UInt64, from origin: String, at now: Int64) {
        if let standing = standings.removeValue(forKey: number) { remember(standing.debt, of: origin, at: now) }
        standings = standings.filter { $0.value.movedBytes == 0 }
    }

    /// Notes that one has gone by itself.
    package mutating func forget(_ number: UInt64) {
        standings[number] = nil
    }

    private mutating func remember(_ debt: BlockedTime, of origin: String, at now: Int64) {
        origins[origin] = debt
        guard origins.count > Self.maximumOrigins else { return }
        origins = origins.filter { $0.value.amount(at: now) > 0 }
        guard origins.count > Self.maximumOrigins else { return }
        let smallest = origins.min { ($0.value.amount(at: now), $0.key) < ($1.value.amount(at: now), $1.key) }
        if let smallest { origins[smallest.key] = nil }
    }
}
