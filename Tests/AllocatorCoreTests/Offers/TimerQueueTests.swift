import AllocatorCore
import Testing

@Suite("Timer queue")
struct TimerQueueTests {
    private static func end(_ number: Int) -> TimedEnd {
        .inverseOfferFilter(number: UInt64(number), framework: Slot(0), agent: Slot(0))
    }

    private static func number(_ end: TimedEnd) -> Int {
        if case .inverseOfferFilter(let number, _, _) = end { return Int(number) }
        return -1
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `timers fire by time and, at one instant, in the order in which they were set`(seed: UInt64) {
        var random = Seeded(seed)
        var queue = TimerQueue()
        var model: [(time: Int64, number: Int)] = []
        for step in 0..<400 {
            if Int.random(in: 0..<3, using: &random) > 0 {
                let time = Int64.random(in: 0..<20, using: &random)
                queue.set(Self.end(step), at: Instant(nanoseconds: time))
                // A stable insertion: behind all of the same time.
                model.insert((time, step), at: model.firstIndex { $0.time > time } ?? model.count)
            } else {
                let popped = queue.popFirst()
                let expected = model.isEmpty ? nil : model.removeFirst()
                #expect(popped.map { Self.number($0.end) } == expected?.number)
                #expect(popped?.time.nanoseconds == expected?.time)
            }
            #expect(queue.count == model.count)
            #expect(queue.next?.time.nanoseconds == model.first?.time)
        }
    }

    @Test(arguments: [2, 3, 7] as [Int])
    func `compaction drops void timers and keeps the order of the rest`(divisor: Int) {
        var queue = TimerQueue()
        for number in 0..<100 { queue.set(Self.end(number), at: Instant(nanoseconds: Int64(number % 10))) }
        queue.compact { Self.number($0) % divisor == 0 }
        let expected = (0..<100).filter { $0 % divisor == 0 }.sorted { ($0 % 10, $0) < ($1 % 10, $1) }
        var rest: [Int] = []
        while let timer = queue.popFirst() { rest.append(Self.number(timer.end)) }
        #expect(rest == expected)
        #expect(queue.next == nil)
    }

    @Test
    func `adding to an instant saturates at the end of time`() {
        let late = Instant(nanoseconds: .max - 1)
        #expect(late.advanced(by: .seconds(1)) == Instant(nanoseconds: .max))
        #expect(Instant.zero.advanced(by: .days(365)).nanoseconds == 31_536_000_000_000_000)
    }
}
