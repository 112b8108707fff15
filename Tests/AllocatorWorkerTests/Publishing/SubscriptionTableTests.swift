import AllocatorTesting
import AllocatorWire
import AllocatorWorker
import Testing

/// The table compared with a linear search through all prefixes.
@Suite struct SubscriptionTableTests {
    @Test func `an empty table matches nothing, and an empty prefix everything`() {
        var table = SubscriptionTable()
        #expect(!table.wants([]) && !table.wants([1]))
        table.insert([])
        #expect(table.wants([]) && table.wants([1]))
        table.remove([])
        #expect(!table.wants([1]) && table.isEmpty)
    }

    @Test(arguments: UInt64(1)...20)
    func `any history of subscriptions matches what a linear search matches`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var table = SubscriptionTable()
        var reference: Set<[UInt8]> = []
        // Few letters and short words, so that prefixes nest.
        func word(_ longest: Int) -> [UInt8] {
            (0..<Int.random(in: 0...longest, using: &generator)).map { _ in .random(in: 0...2, using: &generator) }
        }
        for step in 0..<500 {
            let prefix = word(5)
            if Bool.random(using: &generator), !prefix.isEmpty {
                table.insert(prefix)
                reference.insert(prefix)
            } else if reference.remove(prefix) != nil {
                table.remove(prefix)
            }
            let topic = word(8)
            let expected = reference.contains { topic.starts(with: $0) }
            #expect(table.wants(topic) == expected, "seed \(seed), step \(step)")
            #expect(table.count == reference.count, "seed \(seed), step \(step)")
        }
    }

    @Test func `distinct prefixes are counted by kind`() {
        var table = SubscriptionTable()
        for prefix in ["c/offers/m/", "c/offers/m/", "d/offers/", "c/", "metrics/"] { table.insert(Array(prefix.utf8)) }
        #expect(table.counts == [.offers: 2, .metrics: 1, nil: 1])
        table.remove(Array("d/offers/".utf8))
        table.remove(Array("c/acks/".utf8))
        #expect(table.counts == [.offers: 1, .metrics: 1, nil: 1])
    }

    @Test func `a full table matches everything until prefixes are removed`() {
        var table = SubscriptionTable()
        let one = [UInt8](repeating: 1, count: SubscriptionTable.maximumBytes)
        table.insert(one)
        #expect(!table.wants([2]))
        table.insert([3])
        #expect(table.wants([2]), "one that was not remembered may want anything")
        table.remove([3])
        #expect(!table.wants([2]))
    }
}

@Suite struct PublicationStreamsTests {
    @Test func `each stream has its own numbers`() {
        var streams = PublicationStreams()
        let first = PublicationStreams.Stream(cluster: "c", kind: .replies, master: "m1")
        let second = PublicationStreams.Stream(cluster: "c", kind: .replies, master: "m2")
        #expect([first, first, second, first].map { streams.next($0)?.number } == [1, 2, 1, 3])
    }

    @Test func `a stream beyond the limit has no numbers, and the others continue`() {
        var streams = PublicationStreams(limit: 2)
        let all = ["a", "b", "c"].map { PublicationStreams.Stream(cluster: $0, kind: .runs, master: "") }
        #expect(all.map { streams.next($0)?.number } == [1, 1, nil])
        #expect(all.map { streams.next($0)?.number } == [2, 2, nil])
    }
}
