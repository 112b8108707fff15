package import AllocatorWire

/// The subscribed prefixes, so that publications without a subscriber needn't be encoded.
///
/// XPUB reports each distinct prefix once when its first subscriber arrives and once when its last one leaves, so no
/// counting is needed. Beyond its bounds the table stores no more prefixes and matches every topic. libzmq still sends
/// only what was subscribed to; encoding the rest is wasted.
package struct SubscriptionTable {
    /// The maximum number of stored prefixes.
    package static let maximumCount = 65_536
    /// The maximum size of all stored prefixes.
    package static let maximumBytes = 16 << 20

    /// The stored prefixes, sorted bytewise.
    private var prefixes: [[UInt8]] = []
    private var byteCount = 0
    /// The number of prefixes that aren't stored.
    private var unstored = 0
    private var storedCounts: [Topic.Kind?: Int] = [:]
    /// Incremented by each change.
    private(set) var revision: UInt64 = 0

    package init() {}

    package var isEmpty: Bool { prefixes.isEmpty && unstored == 0 }
    package var count: Int { prefixes.count + unstored }

    /// The number of prefixes by the kind of topic, or under `nil` if they cover several kinds or aren't stored.
    package var counts: [Topic.Kind?: Int] { storedCounts.merging([nil: unstored], uniquingKeysWith: +) }

    package mutating func insert(_ prefix: [UInt8]) {
        revision += 1
        let (index, isPresent) = find(prefix)
        guard !isPresent else { return }
        guard prefixes.count < Self.maximumCount, byteCount + prefix.count <= Self.maximumBytes else {
            unstored += 1
            return
        }
        prefixes.insert(prefix, at: index)
        byteCount += prefix.count
        storedCounts[Topic.kind(ofPrefix: prefix), default: 0] += 1
    }

    package mutating func remove(_ prefix: [UInt8]) {
        revision += 1
        let (index, isPresent) = find(prefix)
        if isPresent {
            prefixes.remove(at: index)
            byteCount -= prefix.count
            storedCounts[Topic.kind(ofPrefix: prefix), default: 0] -= 1
        } else {
            unstored = max(0, unstored - 1)
        }
    }

    /// Whether a subscriber may want the topic.
    ///
    /// - Complexity: O(d log n) for n prefixes of which d lie nested on the way to the topic.
    package func wants(_ topic: [UInt8]) -> Bool {
        if unstored > 0 { return true }
        var rest = topic[...]
        while true {
            // Every stored prefix of `rest` sorts at or before it, and is also a prefix of its nearest neighbour before
            // it. So only their common prefix is left to search.
            let end = prefixes.partition { !rest.precedes($0) }
            guard end > 0 else { return false }
            let neighbour = prefixes[end - 1]
            let common = rest.commonPrefixLength(neighbour)
            if common == neighbour.count { return true }
            rest = rest.prefix(common)
        }
    }

    /// Whether a subscribed prefix equals or extends `beginning`.
    ///
    /// - Complexity: O(log n) for n prefixes.
    package func names(_ beginning: [UInt8]) -> Bool {
        if unstored > 0 { return true }
        let index = find(beginning).index
        return index < prefixes.count && prefixes[index].starts(with: beginning)
    }

    private func find(_ prefix: [UInt8]) -> (index: Int, isPresent: Bool) {
        let index = prefixes.partition { $0[...].precedes(prefix) }
        return (index, index < prefixes.count && prefixes[index] == prefix)
    }
}

extension [[UInt8]] {
    /// Returns the number of elements for which `belongs` is true. They must all come first.
    fileprivate func partition(_ belongs: ([UInt8]) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension ArraySlice<UInt8> {
    fileprivate func precedes(_ other: [UInt8]) -> Bool {
        let common = commonPrefixLength(other)
        return common < other.count && (common == count || self[startIndex + common] < other[common])
    }

    fileprivate func commonPrefixLength(_ other: [UInt8]) -> Int {
        let length = Swift.min(count, other.count)
        return withUnsafeBytes { left in
            other.withUnsafeBytes { right in
                var index = 0
                while index < length, left[index] == right[index] { index += 1 }
                return index
            }
        }
    }
}
