package import AllocatorWire

/// The prefixes that somebody subscribes to, so that what nobody asked for need not be encoded.
///
/// XPUB tells of each distinct prefix once when its first subscriber comes and once when its last one goes, whatever
/// happens between, so no counting is needed. Beyond its bounds the table stops to remember and lets everything pass:
/// libzmq still sends only what was asked for, it just costs more.
package struct SubscriptionTable {
    /// Distinct prefixes that are remembered.
    package static let maximumCount = 65_536
    /// Bytes of all of them together.
    package static let maximumBytes = 16 << 20

    /// In the order of their bytes.
    private var prefixes: [[UInt8]] = []
    private var byteCount = 0
    /// Prefixes that exist and are not remembered.
    private var forgotten = 0
    private var remembered: [Topic.Kind?: Int] = [:]
    /// Another number after each change.
    private(set) var revision: UInt64 = 0

    package init() {}

    package var isEmpty: Bool { prefixes.isEmpty && forgotten == 0 }
    package var count: Int { prefixes.count + forgotten }

    /// Distinct prefixes by the kind of topic that they ask for; nil: several kinds, or not known.
    package var counts: [Topic.Kind?: Int] { remembered.merging([nil: forgotten], uniquingKeysWith: +) }

    package mutating func insert(_ prefix: [UInt8]) {
        revision += 1
        let (index, isPresent) = find(prefix)
        guard !isPresent else { return }
        guard prefixes.count < Self.maximumCount, byteCount + prefix.count <= Self.maximumBytes else {
            forgotten += 1
            return
        }
        prefixes.insert(prefix, at: index)
        byteCount += prefix.count
        remembered[Topic.kind(ofPrefix: prefix), default: 0] += 1
    }

    package mutating func remove(_ prefix: [UInt8]) {
        revision += 1
        let (index, isPresent) = find(prefix)
        if isPresent {
            prefixes.remove(at: index)
            byteCount -= prefix.count
            remembered[Topic.kind(ofPrefix: prefix), default: 0] -= 1
        } else {
            forgotten = max(0, forgotten - 1)
        }
    }

    /// Whether a subscriber may want this topic.
    ///
    /// - Complexity: O(d log n) for n prefixes of which d lie nested on the way to the topic.
    package func wants(_ topic: [UInt8]) -> Bool {
        if forgotten > 0 { return true }
        var rest = topic[...]
        while true {
            // Every prefix of `rest` sorts at or before it and is a prefix of its nearest neighbour before it too; so
            // what they have in common is all that is left to look at.
            let end = prefixes.partition { !rest.precedes($0) }
            guard end > 0 else { return false }
            let neighbour = prefixes[end - 1]
            let common = rest.commonPrefixLength(neighbour)
            if common == neighbour.count { return true }
            rest = rest.prefix(common)
        }
    }

    /// Whether somebody subscribes to a prefix that goes on from this one, or to this very one.
    ///
    /// - Complexity: O(log n) for n prefixes.
    package func names(_ beginning: [UInt8]) -> Bool {
        if forgotten > 0 { return true }
        let index = find(beginning).index
        return index < prefixes.count && prefixes[index].starts(with: beginning)
    }

    private func find(_ prefix: [UInt8]) -> (index: Int, isPresent: Bool) {
        let index = prefixes.partition { $0[...].precedes(prefix) }
        return (index, index < prefixes.count && prefixes[index] == prefix)
    }
}

extension [[UInt8]] {
    /// How many of the first elements `belongs` holds for, where it holds for none after.
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
