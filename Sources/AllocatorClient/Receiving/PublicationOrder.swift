/// Brings the publications of one stream into the order of their numbers, each once: what came too early is held back, what
/// came again is dropped, and what is missing is to be asked for. A pure value.
///
/// It begins in doubt and knows no number; `begin(after:)` tells it. While in doubt, because a number is missing, because
/// numbers went back or because the worker was restarted, it delivers nothing: first a replay must settle it.
package struct PublicationOrder<Element: Sendable>: Sendable {
    /// What is held back at most. What comes on top is dropped: it is missing then, and asked for in its turn.
    private let maximumHeld: Int

    /// The number that comes next.
    package private(set) var next: UInt64 = 1
    /// Whether a replay from `next` on must come before anything else can be delivered.
    package private(set) var isDoubtful = true
    /// Higher numbers are held back, though nothing is missing, until it is raised.
    package private(set) var limit: UInt64 = .max

    private var held: [UInt64: Element] = [:]
    private var lastReceived: UInt64 = 0

    package init(maximumHeld: Int = 10_000) {
        self.maximumHeld = maximumHeld
    }

    package enum Settlement {
        /// What can be delivered now. It may still be in doubt: then the next replay is due.
        case delivered([Element])
        /// Those from `next` up to before `oldest` are gone for good.
        case lost(oldest: UInt64)
        /// The worker has published fewer than were received from it.
        case regressed
    }

    package var heldCount: Int { held.count }

    /// The lowest number that is held back.
    package var lowestHeld: UInt64? { held.keys.min() }

    // MARK: - As they come

    /// Takes one as it came from the worker; gives what can be delivered, in order. 0 is no number: the worker counts only
    /// so many streams, and what it does not count is delivered as it comes.
    package mutating func receive(_ element: Element, number: UInt64) -> [Element] {
        guard number > 0 else { return [element] }
        // One connection never repeats a number: a worker does that has lost some.
        if number <= lastReceived { isDoubtful = true }
        lastReceived = number
        guard number >= next else { return [] }
        if !isDoubtful && number > nextAwaited { isDoubtful = true }
        hold(element, number)
        return isDoubtful ? [] : takeConsecutive()
    }

    /// Behind what is held back for the limit's sake, where nothing is in doubt.
    private var nextAwaited: UInt64 { next + UInt64(held.count) }

    private mutating func hold(_ element: Element, _ number: UInt64) {
        // The next one always has room: with it, all others can go. The greatest has none after it.
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

    /// Whether a number up to `newest` is missing.
    private func isMissing(upTo newest: UInt64) -> Bool {
        var number = next
        while held[number] != nil { number += 1 }
        return number <= newest || UInt64(held.count) > number - next
    }

    // MARK: - As they are replayed

    /// Takes the answer to a question for a replay.
    ///
    /// - Parameters:
    ///   - replayed: By number, in order.
    ///   - from: What was asked for: `next` at that time.
    ///   - oldest: The oldest that the worker keeps; one past `newest` where it keeps none.
    ///   - newest: The newest that it has published; 0 where there was none.
    package mutating func settle(
        _ replayed: [(number: UInt64, element: Element)], from: UInt64, oldest: UInt64, newest: UInt64
    ) -> Settlement {
        // `next` may have moved on since the question; what was asked for had been preceded by others then.
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

    /// Goes on after a number, whatever is missing before it.
    package mutating func begin(after number: UInt64) -> [Element] {
        next = number == .max ? number : number + 1
        held = held.filter { $0.key >= next }
        let taken = takeConsecutive()
        isDoubtful = isMissing(upTo: 0)
        return taken
    }

    /// Delivers nothing more until a replay has shown what there is.
    package mutating func doubt() { isDoubtful = true }

    /// From now on holds back what has a higher number.
    package mutating func setLimit(_ number: UInt64) { limit = number }

    /// Holds back only what has a number above this one; gives what can be delivered now.
    package mutating func raiseLimit(to number: UInt64) -> [Element] {
        limit = max(limit, number)
        return isDoubtful ? [] : takeConsecutive()
    }
}
