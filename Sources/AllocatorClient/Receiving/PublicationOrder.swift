/// Delivers the publications of one stream once each and in the order of their numbers. It holds early ones back, drops
/// duplicates and reports gaps. A pure value.
///
/// The stream is doubtful until `begin(after:)`, and again when a number is missing, when numbers went back, or when
/// the worker was restarted. While it is doubtful, nothing is delivered until a replay settles it.
package struct PublicationOrder<Element: Sendable>: Sendable {
    /// The limit on publications that are held back. Further ones are dropped and requested later like other missing
    /// ones.
    private let maximumHeld: Int

    /// The next number to deliver.
    package private(set) var next: UInt64 = 1
    /// Whether a replay from `next` on is required before anything else can be delivered.
    package private(set) var isDoubtful = true
    /// The limit above which publications are held back although nothing is missing.
    package private(set) var limit: UInt64 = .max

    private var held: [UInt64: Element] = [:]
    private var lastReceived: UInt64 = 0

    package init(maximumHeld: Int = 10_000) {
        self.maximumHeld = maximumHeld
    }

    package enum Settlement {
        /// The publications that can be delivered now. If the stream is still doubtful, another replay is due.
        case delivered([Element])
        /// The worker no longer stores the publications from `next` up to `oldest`, exclusive.
        case lost(oldest: UInt64)
        /// The worker has published fewer publications than were received.
        case regressed
    }

    package var heldCount: Int { held.count }

    /// The lowest number that is held back, or `nil` if there is none.
    package var lowestHeld: UInt64? { held.keys.min() }

    // MARK: - Receiving

    /// Handles a received publication. The number 0 means that the worker's limit on numbered streams is reached. Such
    /// publications are delivered at once.
    ///
    /// - Returns: The publications that can be delivered now, in order.
    package mutating func receive(_ element: Element, number: UInt64) -> [Element] {
        guard number > 0 else { return [element] }
        // One connection never repeats a number, so the worker was restarted and has lost some.
        if number <= lastReceived { isDoubtful = true }
        lastReceived = number
        guard number >= next else { return [] }
        if !isDoubtful && number > nextAwaited { isDoubtful = true }
        hold(element, number)
        return isDoubtful ? [] : takeConsecutive()
    }

    /// The next number to be received if none is missing. The held publications are then those above `limit`.
    private var nextAwaited: UInt64 { next + UInt64(held.count) }

    private mutating func hold(_ element: Element, _ number: UInt64) {
        // `next` always has room, because it releases the others. `UInt64.max` is dropped because it has no successor.
        guard held.count < maximumHeld || number == next, number < .max else { return }
        held[number] = element
    }

    private mutating func takeConsecutive() -> [Element] {
        var taken: [Element] = []
        while next <= limit, let element = held.removeValue(forKey: next) {
            taken.append(element)
            next += 1
        }
        return taken
    }

    /// Whether a number up to `newest`, or before a held one, is missing.
    private func isMissing(upTo newest: UInt64) -> Bool {
        var number = next
        while held[number] != nil { number += 1 }
        return number <= newest || UInt64(held.count) > number - next
    }

    // MARK: - Replay

    /// Handles the answer to a request for a replay.
    ///
    /// - Parameters:
    ///   - replayed: The publications in the order of their numbers.
    ///   - from: The number from which the replay was requested, `next` at that time.
    ///   - oldest: The oldest number that the worker stores, or one past `newest` if it stores none.
    ///   - newest: The newest number that it has published, or 0.
    package mutating func settle(
        _ replayed: [(number: UInt64, element: Element)], from: UInt64, oldest: UInt64, newest: UInt64
    ) -> Settlement {
        // `next` may have advanced since the question. All numbers before `from` had been delivered then.
        if newest < from - 1 { return .regressed }
        if oldest > next && newest >= next { return .lost(oldest: oldest) }
        var taken: [Element] = []
        for (number, element) in replayed where number >= next {
            hold(element, number)
            taken += takeConsecutive()
        }
        isDoubtful = isMissing(upTo: newest)
        return .delivered(taken)
    }

    /// Continues after a number, even if publications before it are missing.
    package mutating func begin(after number: UInt64) -> [Element] {
        next = number == .max ? number : number + 1
        held = held.filter { $0.key >= next }
        let taken = takeConsecutive()
        isDoubtful = isMissing(upTo: 0)
        return taken
    }

    /// Marks the stream as doubtful, so that nothing is delivered until a replay settles it.
    package mutating func doubt() { isDoubtful = true }

    /// Sets the limit above which publications are held back.
    package mutating func setLimit(_ number: UInt64) { limit = number }

    /// Raises the limit above which publications are held back.
    ///
    /// - Returns: The publications that can be delivered now.
    package mutating func raiseLimit(to number: UInt64) -> [Element] {
        limit = max(limit, number)
        return isDoubtful ? [] : takeConsecutive()
    }
}
