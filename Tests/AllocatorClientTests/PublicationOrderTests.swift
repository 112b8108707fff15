import AllocatorClient
import AllocatorTesting
import Testing

/// The order of one stream, whose elements are their own numbers.
@Suite("The order of publications", .timeLimit(.minutes(2)))
struct PublicationOrderTests {
    private func order(after number: UInt64 = 0) -> PublicationOrder<UInt64> {
        var order = PublicationOrder<UInt64>()
        _ = order.begin(after: number)
        return order
    }

    private func settled(
        _ order: inout PublicationOrder<UInt64>, _ numbers: [UInt64], from: UInt64? = nil, oldest: UInt64 = 1,
        newest: UInt64
    ) -> String {
        let replayed = numbers.map { (number: $0, element: $0) }
        return switch order.settle(replayed, from: from ?? order.next, oldest: oldest, newest: newest) {
        case .delivered(let numbers): "\(numbers)"
        case .lost(let oldest): "lost before \(oldest)"
        case .regressed: "regressed"
        }
    }

    @Test func `publications in order are delivered at once and only once`() {
        var order = order(after: 4)
        #expect(order.receive(5, number: 5) == [5])
        #expect(order.receive(6, number: 6) == [6])
        #expect(order.receive(3, number: 3) == [])
        #expect(order.next == 7)
    }

    @Test func `nothing is delivered before the order has a number to start at`() {
        var order = PublicationOrder<UInt64>()
        #expect(order.isDoubtful)
        for number: UInt64 in 1...5 { #expect(order.receive(number, number: number) == []) }
        #expect(order.begin(after: 3) == [4, 5])
        #expect(!order.isDoubtful)
    }

    @Test func `early publications wait for missing ones`() {
        var order = order()
        #expect(order.receive(1, number: 1) == [1])
        #expect(order.receive(4, number: 4) == [])
        #expect(order.isDoubtful)
        #expect(order.receive(5, number: 5) == [])
        #expect(settled(&order, [2, 3, 4], newest: 5) == "[2, 3, 4, 5]")
        #expect(!order.isDoubtful)
        #expect(order.receive(6, number: 6) == [6])
    }

    @Test func `a partial replay is delivered and leaves the order in doubt`() {
        var order = order()
        #expect(settled(&order, [1, 2], newest: 5) == "[1, 2]")
        #expect(order.isDoubtful)
        #expect(settled(&order, [3, 4, 5], newest: 5) == "[3, 4, 5]")
        #expect(!order.isDoubtful)
    }

    @Test func `publications past the replay window are lost`() {
        var order = order()
        #expect(order.receive(9, number: 9) == [])
        #expect(settled(&order, [5, 6], oldest: 5, newest: 9) == "lost before 5")
        #expect(order.begin(after: 4) == [])
        #expect(settled(&order, [5, 6, 7, 8, 9], oldest: 5, newest: 9) == "[5, 6, 7, 8, 9]")
    }

    @Test func `an empty replay window means no loss if nothing is missing`() {
        var order = order(after: 7)
        #expect(settled(&order, [], oldest: 8, newest: 7) == "[]")
        #expect(!order.isDoubtful)
        #expect(settled(&order, [], oldest: 9, newest: 8) == "lost before 9")
    }

    @Test func `an order notices a worker that has published fewer publications than arrived`() {
        var order = order(after: 7)
        #expect(settled(&order, [], from: 8, newest: 6) == "regressed")
    }

    @Test func `a late answer does not count as a worker's lost state`() {
        var order = order(after: 7)
        #expect(order.receive(8, number: 8) == [8])
        #expect(order.receive(9, number: 9) == [9])
        #expect(settled(&order, [], from: 8, newest: 7) == "[]")
        #expect(!order.isDoubtful)
    }

    @Test func `numbers that go back raise doubt, and nothing is delivered in doubt`() {
        var order = order()
        for number: UInt64 in 1...5 { #expect(order.receive(number, number: number) == [number]) }
        #expect(order.receive(1, number: 1) == [])
        #expect(order.isDoubtful)
        #expect(order.receive(6, number: 6) == [])
        #expect(settled(&order, [], newest: 1) == "regressed")
    }

    @Test func `publications without a number are delivered at once`() {
        var order = PublicationOrder<UInt64>()
        #expect(order.receive(17, number: 0) == [17])
    }

    @Test func `publications above the limit wait, and gaps among them are still noticed`() {
        var order = order()
        order.setLimit(1)
        #expect(order.receive(1, number: 1) == [1])
        #expect(order.receive(2, number: 2) == [])
        #expect(order.receive(3, number: 3) == [])
        #expect(!order.isDoubtful)
        #expect(order.raiseLimit(to: 2) == [2])
        #expect(order.receive(5, number: 5) == [])
        #expect(order.isDoubtful)
        #expect(order.raiseLimit(to: 9) == [])
        #expect(settled(&order, [4], newest: 5) == "[3, 4, 5]")
    }

    @Test func `held-back publications are bounded, and dropped ones are replayed later`() {
        var order = PublicationOrder<UInt64>(maximumHeld: 3)
        _ = order.begin(after: 0)
        for number: UInt64 in 2...9 { #expect(order.receive(number, number: number) == []) }
        #expect(order.heldCount == 3)
        #expect(settled(&order, [1], newest: 9) == "[1, 2, 3, 4]")
        #expect(order.isDoubtful)
        #expect(settled(&order, Array(5...9), newest: 9) == "[5, 6, 7, 8, 9]")
    }

    @Test func `the highest number does not stop the order`() {
        var order = order()
        #expect(order.receive(.max, number: .max) == [])
        #expect(settled(&order, [1], newest: 1) == "[1]")
        #expect(order.begin(after: .max) == [])
        #expect(order.receive(.max, number: .max) == [])
    }

    @Test(arguments: [UInt64](1...200))
    func `over a lossy link each publication is delivered once and in order, or reported as lost`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var order = PublicationOrder<UInt64>(maximumHeld: 1 + random.below(20))
        _ = order.begin(after: 0)
        let window = UInt64(1 + random.below(40))
        let page = 1 + random.below(8)
        var newest: UInt64 = 0
        var last: UInt64 = 0
        func deliver(_ numbers: [UInt64]) {
            for number in numbers {
                #expect(number == last + 1, "seed \(seed): \(number) after \(last)")
                last = number
            }
        }
        func ask() {
            let oldest = newest > window ? newest - window + 1 : 1
            let from = order.next
            let replayed = (max(from, oldest)...max(newest, from, oldest)).prefix(page).filter { $0 <= newest }
            switch order.settle(replayed.map { ($0, $0) }, from: from, oldest: oldest, newest: newest) {
            case .delivered(let numbers): deliver(numbers)
            case .regressed: Issue.record("seed \(seed): regressed")
            case .lost(let oldest):
                last = oldest - 1
                deliver(order.begin(after: oldest - 1))
            }
        }
        for _ in 1...600 {
            newest += 1
            if !random.chance(15) { deliver(order.receive(newest, number: newest)) }
            if order.isDoubtful ? random.chance(30) : random.chance(2) { ask() }
            #expect(order.next == last + 1, "seed \(seed)")
        }
        for _ in 1...600 where order.isDoubtful || order.next <= newest { ask() }
        #expect(last == newest, "seed \(seed)")
    }
}
