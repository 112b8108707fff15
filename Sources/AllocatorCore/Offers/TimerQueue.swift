import HeapModule

/// The event of a timer: the expiry of a filter or an offer, or the timeout of a recovery.
///
/// The number is unique in the cluster and increases with each assignment.
package enum TimedEnd: Hashable, Sendable {
    case offerFilter(number: UInt64, framework: FrameworkSlot, role: RoleSlot, agent: AgentSlot)
    case inverseOfferFilter(number: UInt64, framework: FrameworkSlot, agent: AgentSlot)
    case offer(number: UInt64, agent: AgentSlot)
    case recoveryTimeout(number: UInt64)

    package var number: UInt64 {
        switch self {
        case .offerFilter(let number, _, _, _), .inverseOfferFilter(let number, _, _), .offer(let number, _),
            .recoveryTimeout(let number):
            number
        }
    }

    package var isRecoveryTimeout: Bool {
        if case .recoveryTimeout = self { true } else { false }
    }
}

/// A priority queue of timers. Timers for the same instant fire in the order of their numbers.
///
/// Removing a filter or an offer early leaves its timer in the queue, where it is void. `compact` removes void timers
/// before they outnumber the others.
package struct TimerQueue: Sendable {
    package struct Timer: Sendable, Comparable {
        package let time: Instant
        package let end: TimedEnd

        package static func < (left: Timer, right: Timer) -> Bool {
            left.time == right.time ? left.end.number < right.end.number : left.time < right.time
        }
    }

    private var heap = Heap<Timer>()
    /// The first timer, a cache: every call compares its time with the clock.
    package private(set) var next: Timer?

    package init() {}

    package var count: Int { heap.count }

    /// All timers, in no particular order.
    package var unordered: [Timer] { heap.unordered }

    package mutating func set(_ end: TimedEnd, at time: Instant) {
        let timer = Timer(time: time, end: end)
        heap.insert(timer)
        next = next.map { min($0, timer) } ?? timer
    }

    package mutating func popFirst() -> Timer? {
        defer { next = heap.min }
        return heap.popMin()
    }

    /// Removes the timers for which `isLive` is false.
    package mutating func compact(_ isLive: (TimedEnd) -> Bool) {
        heap = Heap(heap.unordered.filter { isLive($0.end) })
        next = heap.min
    }
}
