import AllocatorTesting
import AllocatorWorker
import Testing

/// The subscriptions that were granted, and the effect of a cancellation.
@Suite struct SubscriptionGrantsTests {
    private let all: [UInt8] = []
    private let a: [UInt8] = [97]
    private let b: [UInt8] = [98]

    @Test func `what two subscriptions gave goes with the second`() throws {
        var grants = SubscriptionGrants()
        #expect(grants.give([a, b], for: all, to: 1) == .init(own: [a, b], common: [a, b]))
        #expect(grants.give([a], for: a, to: 1) == .init())
        #expect(grants.takeBack(all, from: 1) == .init(own: [b], common: [b]))
        #expect(grants.takeBack(all, from: 1) == .init())
        #expect(grants.takeBack(a, from: 1) == .init(own: [a], common: [a]))
    }

    @Test func `a topic stays granted while another subscriber has it`() {
        var grants = SubscriptionGrants()
        _ = grants.give([a], for: a, to: 1)
        #expect(grants.give([a], for: all, to: 2) == .init(own: [a], common: []))
        #expect(grants.takeBack(a, from: 1) == .init(own: [a], common: []))
        #expect(grants.end(2) == [a])
        #expect(grants.end(2) == [])
    }

    @Test func `grants stay within the bounds`() {
        var grants = SubscriptionGrants()
        func prefix(_ number: Int) -> [UInt8] { [UInt8(number & 0xff), UInt8(number >> 8)] }
        for number in 0..<SubscriptionGrants.maximumOfConnection {
            #expect(grants.give([prefix(number)], for: prefix(number), to: 1) != nil)
        }
        #expect(grants.give([a], for: [1, 2, 3], to: 1) == nil)
        let many = (0..<SubscriptionGrants.maximumInAll).map { prefix($0) + [1] }
        #expect(grants.give(many, for: all, to: 2) == nil)
        _ = grants.end(1)
        #expect(grants.give(many, for: all, to: 2) != nil)
        #expect(grants.give([a], for: a, to: 3) == nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `along any history they are what is worked out from scratch`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var grants = SubscriptionGrants()
        var asked: [Int32: [[UInt8]: [[UInt8]]]] = [:]
        var own: [Int32: Set<[UInt8]>] = [:]
        var common: Set<[UInt8]> = []
        let prefixes = (0..<6).map { [UInt8($0)] }
        for _ in 0..<500 {
            let who = Int32.random(in: 1...3, using: &random)
            let prefix = prefixes.randomElement(using: &random)!
            switch Int.random(in: 0..<5, using: &random) {
            case 0...2:
                let granted = prefixes.filter { _ in Bool.random(using: &random) }
                let change = grants.give(granted, for: prefix, to: who) ?? .init()
                if asked[who]?[prefix] == nil { asked[who, default: [:]][prefix] = granted }
                own[who, default: []].formUnion(change.own)
                common.formUnion(change.common)
            case 3:
                let change = grants.takeBack(prefix, from: who)
                asked[who]?[prefix] = nil
                own[who, default: []].subtract(change.own)
                common.subtract(change.common)
            default:
                common.subtract(grants.end(who))
                asked[who] = nil
                own[who] = []
            }
            for who in Int32(1)...3 {
                #expect(own[who, default: []] == Set((asked[who] ?? [:]).values.joined()), "seed \(seed)")
            }
            #expect(common == Set(asked.values.flatMap(\.values).joined()), "seed \(seed)")
        }
    }
}
