/// The prefixes that each subscriber has requested, and those that it was granted for them. A cancellation revokes
/// exactly what was granted.
///
/// Subscribers are identified by file descriptor. Each prefix counts once for each subscriber: a SUB socket sends a
/// subscription when it first needs a prefix and a cancellation when it no longer does.
package struct SubscriptionGrants {
    /// Limits on the prefixes that one connection may request, and on those that are granted to all connections
    /// together.
    package static let maximumOfConnection = 4_096
    package static let maximumInAll = 65_536

    private struct Subscriber {
        /// The granted prefixes by requested prefix.
        var asked: [[UInt8]: [[UInt8]]] = [:]
        /// The number of requests by granted prefix.
        var given: [[UInt8]: Int] = [:]
    }

    private var subscribers: [Int32: Subscriber] = [:]
    /// The number of subscribers by granted prefix.
    private var holders: [[UInt8]: Int] = [:]
    private var givenInAll = 0

    package init() {}

    /// The subscriptions to add or to remove after a request or a cancellation.
    package struct Change: Hashable, Sendable {
        /// The prefixes that the subscriber is to be subscribed to or unsubscribed from.
        package var own: [[UInt8]] = []
        /// The subset of `own` that no other subscriber holds.
        package var common: [[UInt8]] = []

        package init(own: [[UInt8]] = [], common: [[UInt8]] = []) {
            self.own = own
            self.common = common
        }
    }

    /// Records that a subscriber requested `prefix` and is granted `granted` for it.
    ///
    /// - Returns: The subscriptions to add, or `nil` if a limit is reached. In that case nothing is recorded.
    package mutating func give(_ granted: [[UInt8]], for prefix: [UInt8], to descriptor: Int32) -> Change? {
        var subscriber = subscribers[descriptor] ?? Subscriber()
        guard subscriber.asked[prefix] == nil else { return Change() }
        guard subscriber.asked.count < Self.maximumOfConnection, givenInAll + granted.count <= Self.maximumInAll else {
            return nil
        }
        subscriber.asked[prefix] = granted
        givenInAll += granted.count
        var change = Change()
        for topic in granted {
            subscriber.given[topic, default: 0] += 1
            guard subscriber.given[topic] == 1 else { continue }
            change.own.append(topic)
            holders[topic, default: 0] += 1
            if holders[topic] == 1 { change.common.append(topic) }
        }
        subscribers[descriptor] = subscriber
        return change
    }

    /// Revokes what was granted for a prefix that the subscriber cancels.
    package mutating func takeBack(_ prefix: [UInt8], from descriptor: Int32) -> Change {
        guard var subscriber = subscribers[descriptor], let granted = subscriber.asked.removeValue(forKey: prefix)
        else { return Change() }
        givenInAll -= granted.count
        var change = Change()
        for topic in granted {
            guard let count = subscriber.given[topic] else { continue }
            subscriber.given[topic] = count > 1 ? count - 1 : nil
            if count == 1 { change.own.append(topic) }
        }
        subscribers[descriptor] = subscriber.asked.isEmpty ? nil : subscriber
        change.common = release(change.own)
        return change
    }

    /// Removes a disconnected subscriber.
    ///
    /// - Returns: The prefixes that no other subscriber has.
    package mutating func end(_ descriptor: Int32) -> [[UInt8]] {
        guard let subscriber = subscribers.removeValue(forKey: descriptor) else { return [] }
        givenInAll -= subscriber.asked.values.reduce(0) { $0 + $1.count }
        return release(Array(subscriber.given.keys))
    }

    private mutating func release(_ topics: [[UInt8]]) -> [[UInt8]] {
        topics.filter { topic in
            let count = holders[topic, default: 0]
            holders[topic] = count > 1 ? count - 1 : nil
            return count <= 1
        }
    }
}
