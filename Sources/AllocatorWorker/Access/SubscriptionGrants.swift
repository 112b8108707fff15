/// What each subscriber has asked for and was given of it, so that what it cancels undoes exactly that.
///
/// Subscribers are known by file descriptor, and what is asked for counts once for each: SUB asks for a prefix when it first
/// wants it and cancels it when it no longer does.
package struct SubscriptionGrants {
    /// Prefixes that one connection may ask for, and that all of them may be given.
    package static let maximumOfConnection = 4_096
    package static let maximumInAll = 65_536

    private struct Subscriber {
        /// What was given for each prefix that was asked for.
        var asked: [[UInt8]: [[UInt8]]] = [:]
        /// How many of these gave each prefix.
        var given: [[UInt8]: Int] = [:]
    }

    private var subscribers: [Int32: Subscriber] = [:]
    /// To how many subscribers each prefix is given.
    private var holders: [[UInt8]: Int] = [:]
    private var givenInAll = 0

    package init() {}

    /// What a change comes to.
    package struct Change: Hashable, Sendable {
        /// Prefixes that the subscriber is to be subscribed to, or not any more.
        package var own: [[UInt8]] = []
        /// Of these, those that nobody else has.
        package var common: [[UInt8]] = []

        package init(own: [[UInt8]] = [], common: [[UInt8]] = []) {
            self.own = own
            self.common = common
        }
    }

    /// Notes that a subscriber asked for `prefix` and is given `granted` for it. Nil where a bound is reached: nothing is noted.
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

    /// Takes back what was given for a prefix that the subscriber cancels.
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

    /// Forgets a subscriber that has gone: the prefixes that nobody has any more.
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
