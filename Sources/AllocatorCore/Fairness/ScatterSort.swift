/// A bucket sort for uniformly distributed keys, in O(*n*).
///
/// There are as many buckets as elements, and an insertion sort orders each bucket. If a bucket overflows, for example
/// on adversarial keys, an ordinary sort does the work.
package enum ScatterSort {
    /// The capacity of a bucket, which random keys practically never exceed.
    private static let fullest = 32

    /// The elements in ascending order of their keys. Elements of the same key keep their order.
    ///
    /// - Complexity: O(*n*) for uniformly distributed keys, otherwise O(*n* log *n*).
    package static func sorted<Element>(_ keyed: [(key: UInt64, element: Element)]) -> [(key: UInt64, element: Element)]
    {
        guard keyed.count > 1 else { return keyed }
        let shift = UInt64((keyed.count - 1).leadingZeroBitCount)
        // Counts each bucket first. Then the counts become the places of the next element of each bucket.
        var places = [Int32](repeating: 0, count: 1 << (64 - shift))
        for element in keyed { places[Int(element.key >> shift)] += 1 }
        guard places.allSatisfy({ $0 <= fullest }) else { return keyed.sorted { $0.key < $1.key } }
        var sum: Int32 = 0
        for bucket in places.indices { (places[bucket], sum) = (sum, sum + places[bucket]) }
        var order = [Int32](repeating: 0, count: keyed.count)
        for (position, element) in keyed.enumerated() {
            let bucket = Int(element.key >> shift)
            order[Int(places[bucket])] = Int32(position)
            places[bucket] += 1
        }
        // Elements are now out of order only within their bucket.
        for end in order.indices.dropFirst() {
            let moving = order[end]
            var place = end
            while place > 0, keyed[Int(order[place - 1])].key > keyed[Int(moving)].key {
                order[place] = order[place - 1]
                place -= 1
            }
            order[place] = moving
        }
        return order.map { keyed[Int($0)] }
    }
}
