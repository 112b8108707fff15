import AllocatorWorker
import Testing

/// The choice of the subscriber to disconnect, from observations of the connections.
@Suite struct SlowSubscriberPolicyTests {
    private static let limit: Int64 = 2_000
    private typealias Observation = SlowSubscriberPolicy.Observation

    private static func behind(
        _ number: UInt64, moving bytes: UInt64 = 0, unsent: Int = 100, from origin: String? = nil
    ) -> Observation {
        Observation(
            number: number, origin: origin ?? "host \(number)", isBehind: true, movedBytes: bytes, unsentBytes: unsent)
    }

    private static func keepingUp(_ number: UInt64) -> Observation {
        Observation(number: number, origin: "host \(number)", isBehind: false, movedBytes: 1_000)
    }

    /// Charges waits of 100 from `begin` on until a subscriber is chosen.
    private static func waitUntilChoice(
        _ policy: inout SlowSubscriberPolicy, from begin: Int64 = 0, _ observations: [Observation]
    ) -> (number: UInt64, time: Int64)? {
        for time in stride(from: begin + 100, through: begin + 10 * limit, by: 100) {
            policy.charge(100, to: observations, endingAt: time)
            if let number = policy.choice(among: observations, at: time) { return (number, time) }
        }
        return nil
    }

    @Test func `a subscriber that keeps up is never chosen`() {
        var policy = SlowSubscriberPolicy(limit: Self.limit)
        #expect(Self.waitUntilChoice(&policy, [Self.keepingUp(1), Self.keepingUp(2)]) == nil)
    }

    @Test func `a subscriber that is behind is chosen when it reaches the limit, and not before`() throws {
        var policy = SlowSubscriberPolicy(limit: Self.limit)
        let choice = try #require(Self.waitUntilChoice(&policy, [Self.keepingUp(1), Self.behind(2)]))
        #expect(choice == (2, Self.limit))
    }

    struct Choice: Sendable, CustomTestStringConvertible {
        let observations: [SlowSubscriberPolicy.Observation]
        let expected: UInt64
        let testDescription: String
    }

    static let choices = [
        Choice(
            observations: [behind(1, moving: 5), behind(2, moving: 4)], expected: 2,
            testDescription: "who has taken less"),
        Choice(
            observations: [behind(1, moving: 5, unsent: 900), behind(2)], expected: 2,
            testDescription: "the one that has read nothing, however little waits for it"),
        Choice(
            observations: [behind(1, unsent: 10), behind(2, unsent: 20)], expected: 2,
            testDescription: "the one with more bytes waiting, if both have read nothing"),
        Choice(
            observations: [behind(2), behind(1)], expected: 1, testDescription: "the older of two equal ones"),
        Choice(
            observations: [behind(1, moving: 1), keepingUp(2)], expected: 1,
            testDescription: "the one that reads too slowly, if no other is behind"),
    ]

    @Test(arguments: choices)
    func `one of several subscribers that are behind is chosen`(choice: Choice) throws {
        for order in [choice.observations, choice.observations.reversed()] {
            var policy = SlowSubscriberPolicy(limit: Self.limit)
            #expect(try #require(Self.waitUntilChoice(&policy, order)).number == choice.expected)
        }
    }

    @Test func `after a disconnect, a subscriber that read starts at zero, and one that did not is next at once`()
        throws
    {
        var policy = SlowSubscriberPolicy(limit: Self.limit)
        let all = [Self.behind(1), Self.behind(2), Self.behind(3, moving: 7)]
        let first = try #require(Self.waitUntilChoice(&policy, all))
        #expect(first.number == 1)
        policy.cutOff(1, from: "host 1", at: first.time)
        let second = try #require(Self.waitUntilChoice(&policy, from: first.time, Array(all[1...])))
        #expect(second == (2, first.time + 100))
        policy.cutOff(2, from: "host 2", at: second.time)
        let third = try #require(Self.waitUntilChoice(&policy, from: second.time, [all[2]]))
        #expect(third == (3, second.time + Self.limit))
    }

    @Test func `short waits add up against a subscriber that reads just enough`() {
        var policy = SlowSubscriberPolicy(limit: Self.limit)
        var time: Int64 = 0
        var waited: Int64 = 0
        // It blocks the worker for half of the time.
        while policy.choice(among: [Self.behind(1, moving: 50)], at: time) == nil, time < 100_000 {
            time += 200
            waited += 100
            policy.charge(100, to: [Self.behind(1, moving: 50)], endingAt: time)
        }
        #expect(waited > Self.limit && waited < 2 * Self.limit)
    }

    @Test func `a subscriber that blocks for less than the drain rate is never chosen`() {
        var policy = SlowSubscriberPolicy(limit: Self.limit)
        let pause = 100 * BlockedTime.drainDivisor
        for round in 1...10_000 {
            let time = Int64(round) * (100 + pause)
            policy.charge(100, to: [Self.behind(1)], endingAt: time)
            #expect(policy.choice(among: [Self.behind(1)], at: time) == nil)
        }
    }

    @Test func `a subscriber that reconnects keeps its blocked time, which drains as usual`() throws {
        var policy = SlowSubscriberPolicy(limit: Self.limit)
        let host = "10.0.0.1"
        let first = try #require(Self.waitUntilChoice(&policy, [Self.behind(1, from: host)]))
        policy.cutOff(1, from: host, at: first.time)
        let again = try #require(Self.waitUntilChoice(&policy, from: first.time, [Self.behind(2, from: host)]))
        #expect(again == (2, first.time + 100))
        policy.cutOff(2, from: host, at: again.time)
        let later = again.time + 100 * Self.limit
        let third = try #require(Self.waitUntilChoice(&policy, from: later, [Self.behind(3, from: host)]))
        #expect(third == (3, later + Self.limit))
    }

    @Test func `a subscriber that disconnects by itself leaves no blocked time`() throws {
        var policy = SlowSubscriberPolicy(limit: Self.limit)
        policy.charge(Self.limit - 1, to: [Self.behind(1, from: "host")], endingAt: Self.limit)
        #expect(policy.blockedTime(of: 1, at: Self.limit) == Self.limit - 1)
        policy.remove(1)
        #expect(policy.blockedTime(of: 1, at: Self.limit) == 0)
        let next = try #require(Self.waitUntilChoice(&policy, from: Self.limit, [Self.behind(2, from: "host")]))
        #expect(next == (2, 2 * Self.limit))
    }

    @Test func `beyond the maximum number of hosts, the largest blocked times are kept`() throws {
        var policy = SlowSubscriberPolicy(limit: Self.limit)
        let count = UInt64(SlowSubscriberPolicy.maximumOrigins) + 1
        for number in 1...count {
            // The first one has the smallest blocked time.
            policy.charge(Self.limit + Int64(number), to: [Self.behind(number)], endingAt: Self.limit)
            policy.cutOff(number, from: "host \(number)", at: Self.limit)
        }
        func isRemembered(_ origin: UInt64) throws -> Bool {
            let back = Self.behind(1_000_000 + origin, from: "host \(origin)")
            var policy = policy
            return try #require(Self.waitUntilChoice(&policy, from: Self.limit, [back])).time == Self.limit + 100
        }
        #expect(try !isRemembered(1))
        #expect(try isRemembered(2) && isRemembered(count))
    }
}
