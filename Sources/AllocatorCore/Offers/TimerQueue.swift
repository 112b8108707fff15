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

/// A priority queue of timers, implemented as a binary heap. Timers for the same instant fire in the order of their
/// numbers.
///
/// Removing a filter or an offer early leaves its timer in the queue, where it is void. `compact` removes void timers
/// before they outnumber the others.
package struct TimerQueue: Sendable {
    package struct Timer: Sendable {
        package let time: Instant
        package let end: TimedEnd
    }

    package private(set) var heap: [Timer] = []

    package init() {}

    package var count: Int { heap.count }

    package var next: Timer? { heap.first }

    package var nextTime: Instant? { heap.first?.time }

    package mutating func set(_ end: TimedEnd, at time: Instant) {
        heap.append(Timer(time: time, end: end))
        siftUp(from: heap.count - 1)
    }

    package mutating func popFirst() -> Timer? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            siftDown(from: 0)
        }
        return first
    }

    /// Removes the timers for which `isLive` is false.
    package mutating func compact(_ isLive: (TimedEnd) -> Bool) {
        heap = heap.filter { isLive($0.end) }.sorted(by: Self.precedes)
    }

    private static func precedes(_ left: Timer, _ right: Timer) -> Bool {
        left.time == right.time ? left.end.number < right.end.number : left.time < right.time
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.precedes(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if Self.precedes(heap[child], heap[first]) { first = child }
            }
            guard first != parent else { return }
            heap.swapAt(parent, first)
            parent = first
        }
    }
}
