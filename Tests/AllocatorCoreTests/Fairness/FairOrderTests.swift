import AllocatorCore
import Testing

/// The fair order against one that is sorted afresh, by exact fractions, after every change.
@Suite("Fair order against fresh sorting")
struct FairOrderTests {
    private struct Model {
        var name: Name
        var weight: Int64 = 1
        var allocated: [Int64] = [0, 0]
        var count: UInt64 = 0
        var isActive: Bool

        /// Numerator and denominator of the dominant share, unweighted.
        func dominant(of totals: [Int64]) -> (part: Int64, total: Int64) {
            var greatest: (part: Int64, total: Int64) = (0, 1)
            for (part, total) in zip(allocated, totals) where total > 0 {
                if part * greatest.total > greatest.part * total { greatest = (part, total) }
            }
            return greatest
        }

        static func precedes(_ left: Model, _ right: Model, _ totals: [Int64]) -> Bool {
            let (one, other) = (left.dominant(of: totals), right.dominant(of: totals))
            let (a, b) = (one.part * other.total * right.weight, other.part * one.total * left.weight)
            if a != b { return a < b }
            if left.count != right.count { return left.count < right.count }
            return Array(left.name.string.utf8).lexicographicallyPrecedes(Array(right.name.string.utf8))
        }
    }

    /// The order and its model, changed together.
    private struct Pair {
        var order = FairOrder<Int>()
        var totals = FairTotals(excluding: [])
        var totalAmounts: [Int64] = [12, 18]
        var slots: [Int: FairOrder<Int>.ClientSlot] = [:]
        var models: [Int: Model] = [:]
        var nextKey = 0

        init() { totals.replace(Quantities(), with: Self.quantities(totalAmounts)) }

        static func quantities(_ amounts: [Int64]) -> Quantities {
            var result = Quantities()
            for (name, amount) in amounts.enumerated() { result[name] = amount }
            return result
        }

        mutating func change(_ random: inout Seeded) {
            guard let key = models.keys.sorted().randomElement(using: &random), let slot = slots[key] else {
                return insert(&random)
            }
            switch Int.random(in: 0..<12, using: &random) {
            case 0, 1: insert(&random)
            case 2: remove(key, slot)
            case 3, 4:
                let isActive = Bool.random(using: &random)
                order.setActive(slot, isActive)
                models[key]?.isActive = isActive
            case 5:
                let weight = Int64.random(in: 1...3, using: &random)
                order.setWeight(Weight(Double(weight)) ?? .one, of: slot)
                models[key]?.weight = weight
            case 6:
                let new = [Int64.random(in: 0...12, using: &random), 18]
                totals.replace(Self.quantities(totalAmounts), with: Self.quantities(new))
                totalAmounts = new
            default: allocate(key, slot, &random)
            }
        }

        private mutating func insert(_ random: inout Seeded) {
            let names: [Name] = ["a", "b", "B", "\u{E9}", "e\u{301}"]
            let name = Name(names[Int.random(in: 0..<5, using: &random)].string + String(nextKey))
            let isActive = Bool.random(using: &random)
            slots[nextKey] = order.insert(nextKey, name: name, isActive: isActive)
            models[nextKey] = Model(name: name, isActive: isActive)
            nextKey += 1
        }

        private mutating func remove(_ key: Int, _ slot: FairOrder<Int>.ClientSlot) {
            order.remove(slot)
            slots[key] = nil
            models[key] = nil
        }

        private mutating func allocate(_ key: Int, _ slot: FairOrder<Int>.ClientSlot, _ random: inout Seeded) {
            let amounts = (0..<2).map { _ in Int64.random(in: 0...6, using: &random) }
            let counts = Bool.random(using: &random)
            order.update(slot, totals) { client in
                client.allocated = Self.quantities(amounts)
                if counts { client.count += 1 }
            }
            models[key]?.allocated = amounts
            if counts { models[key]?.count += 1 }
        }

        var expected: [Int] {
            models.filter(\.value.isActive).sorted { Model.precedes($0.value, $1.value, totalAmounts) }.map(\.key)
        }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>, [1, 5, 25] as [Int])
    func `the fair order equals fresh sorting after each change, read at once or after several`(
        seed: UInt64, stepsBetweenReads: Int
    ) {
        var random = Seeded(seed)
        var pair = Pair()
        for step in 0..<200 {
            pair.change(&random)
            #expect(Set(pair.order.allClients.map { pair.order.payload(at: $0) }) == Set(pair.models.keys))
            #expect(pair.order.activeClients.count == pair.models.values.count(where: \.isActive))
            #expect(pair.order.hasActiveClients == pair.models.values.contains(where: \.isActive))
            guard step % stepsBetweenReads == 0 else { continue }
            pair.order.sort(pair.totals)
            #expect(!pair.order.needsSort(pair.totals))
            #expect(pair.order.activeClients.map { pair.order.payload(at: $0) } == pair.expected)
        }
    }

    @Test
    func `an order reports whether it changed`() {
        var pair = Pair()
        let a = pair.order.insert(1, name: "a", isActive: true)
        _ = pair.order.insert(2, name: "b", isActive: true)
        pair.order.sort(pair.totals)
        #expect(pair.order.update(a, pair.totals) { $0.allocated[0] = 1 })
        #expect(pair.order.activeClients.map { pair.order.payload(at: $0) } == [2, 1])
        #expect(!pair.order.update(a, pair.totals) { $0.allocated[0] = 2 })
        #expect(pair.order.update(a, pair.totals) { $0.allocated[0] = 0 })
    }

    @Test
    func `clients are ordered by share, then by count, then by name`() {
        var pair = Pair()
        let slots = (["c", "b", "a"] as [Name]).enumerated().map { index, name in
            pair.order.insert(index, name: name, isActive: true)
        }
        func names() -> [Name] {
            pair.order.sort(pair.totals)
            return pair.order.activeClients.map { pair.order[$0].name }
        }
        #expect(names() == ["a", "b", "c"])
        pair.order.update(slots[2], pair.totals) { $0.count = 1 }
        #expect(names() == ["b", "c", "a"])
        pair.order.update(slots[1], pair.totals) { $0.allocated[1] = 1 }
        #expect(names() == ["c", "a", "b"])
        pair.order.setCount(5, of: slots[0])
        #expect(names() == ["a", "c", "b"])
    }
}
