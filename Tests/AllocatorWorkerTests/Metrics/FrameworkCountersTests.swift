import AllocatorCore
import AllocatorTesting
import AllocatorWire
import AllocatorWorker
import Testing

/// The busiest frameworks have series of their own, and all others share one.
@Suite("Counters of frameworks") struct FrameworkCountersTests {
    private static let offers = "quartermaster_offers_total"

    private let registry = MetricsRegistry()

    private func numbers(_ metric: String = Self.offers) -> [String: Double] {
        let series = registry.families.first { $0.name == metric }?.series ?? []
        return Dictionary(uniqueKeysWithValues: series.map { ($0.labels["framework"] ?? "", $0.number) })
    }

    private func recovery(by framework: Name, isAllocated: Bool = false) -> Call {
        .recoverResources(framework: framework, agent: "a", resources: [], filters: nil, isAllocated: isAllocated)
    }

    @Test func `offers and what came of them are counted by framework`() {
        var counters = FrameworkCounters(cluster: "c", in: registry)
        counters.note(offers: 3, to: "f")
        counters.note(offers: 2, to: "g")
        counters.note(recovery(by: "f"))
        counters.note(recovery(by: "f", isAllocated: true))
        counters.note(.updateAllocation(framework: "f", agent: "a", offered: [], change: .operations([])))
        counters.note(.transitionOfferedToAllocated(agent: "a", resources: [], framework: "g"))
        counters.note(.transitionOfferedToAllocated(agent: "a", resources: []))
        counters.note(.rescinded, 2, of: "g")
        #expect(numbers() == ["f": 3, "g": 2, "other": 0])
        #expect(numbers("quartermaster_declines_total") == ["f": 1, "g": 0, "other": 0])
        #expect(numbers("quartermaster_acceptances_total") == ["f": 1, "g": 1, "other": 0])
        #expect(numbers("quartermaster_rescinded_offers_total") == ["f": 0, "g": 2, "other": 0])
    }

    @Test func `beyond the limit they are one, until one has more than twice the offers of one that is shown`() {
        var counters = FrameworkCounters(cluster: "c", limit: 2, in: registry)
        counters.note(offers: 2, to: "f")
        counters.note(offers: 9, to: "g")
        counters.note(offers: 4, to: "h")
        #expect(numbers() == ["f": 2, "g": 9, "other": 4])
        counters.note(offers: 1, to: "h")
        #expect(numbers() == ["g": 9, "h": 1, "other": 6], "h has had 5, f 2")
        counters.note(offers: 1, to: "f")
        #expect(numbers() == ["g": 9, "h": 1, "other": 7])
    }

    @Test func `what was counted of a framework that is removed goes on as part of the rest`() {
        var counters = FrameworkCounters(cluster: "c", in: registry)
        counters.note(offers: 3, to: "f")
        counters.note(recovery(by: "f"))
        counters.note(.removeFramework("f"))
        #expect(numbers() == ["other": 3] && numbers("quartermaster_declines_total") == ["other": 1])
        counters.note(offers: 1, to: "f")
        #expect(numbers() == ["f": 1, "other": 3])
        counters.note(.initialize(AllocatorOptions(), reset: true))
        #expect(numbers() == ["other": 4])
    }

    @Test func `what is called like the rest is part of it, and ids that look the same are two`() {
        var counters = FrameworkCounters(cluster: "c", in: registry)
        counters.note(offers: 1, to: "other")
        #expect(numbers() == ["other": 1])
        // The same letter, composed and decomposed.
        counters.note(offers: 1, to: "\u{E9}")
        counters.note(offers: 1, to: "e\u{301}")
        #expect(registry.families.first { $0.name == Self.offers }?.series.count == 3)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `whatever happens, no series goes back, and all come to the number of offers`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var counters = FrameworkCounters(cluster: "c", limit: 5, in: registry)
        var total = 0.0
        var before: [String: Double] = [:]
        for step in 0..<2_000 {
            let framework = "f\(Int.random(in: 0..<40, using: &generator))"
            if Int.random(in: 0..<20, using: &generator) == 0 {
                counters.note(.removeFramework(Name(framework)))
            } else {
                let count = Int.random(in: 1...9, using: &generator)
                counters.note(offers: count, to: Name(framework))
                total += Double(count)
            }
            let after = numbers()
            #expect(after.count <= 6, "seed \(seed), step \(step)")
            #expect(after.values.reduce(0, +) == total, "seed \(seed), step \(step)")
            #expect((before["other"] ?? 0) <= (after["other"] ?? 0), "seed \(seed), step \(step)")
            before = after
        }
    }

    @Test(.timeLimit(.minutes(1))) func `ten thousand frameworks have no more series than fifty`() {
        var counters = FrameworkCounters(cluster: "c", in: registry)
        for round in 1...20 {
            for framework in 0..<10_000 { counters.note(offers: framework % round + 1, to: Name("f\(framework)")) }
        }
        #expect(numbers().count == FrameworkCounters.maximumShown + 1)
        let expected = (1...20).reduce(0) { sum, round in (0..<10_000).reduce(sum) { $0 + $1 % round + 1 } }
        #expect(numbers().values.reduce(0, +) == Double(expected))
    }
}

@Suite("Labels") struct LabelTableTests {
    @Test func `the first clusters keep their labels, later ones have none`() {
        var labels = LabelTable(limit: 2)
        #expect(["a", "b", "c", "a"].map { labels.label(of: $0) } == ["a", "b", "other", "a"])
        #expect(labels.names == ["a", "b"])
    }

    @Test func `a cluster that is called like the rest has no label of its own`() {
        var labels = LabelTable()
        #expect(labels.label(of: "other") == "other" && labels.names.isEmpty)
    }
}
