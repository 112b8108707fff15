/// Sorts by numbers that are spread evenly over all that there are, as random ones are.
///
/// Each element is put at once where elements with such a number are to be expected, in one of as many buckets as there are
/// elements; then neighbours are exchanged. Where the numbers turn out to be uneven, be it that somebody chose them, an
/// ordinary sort does it.
package enum ScatterSort {
    /// How many elements may come to one bucket. Of random numbers so many practically never do.
    private static let fullest = 32

    /// Elements in ascending order of their keys; those of one key keep their order.
    ///
    /// - Complexity: O(*n*) where the keys are spread evenly, else O(*n* log *n*).
    package static func sorted<Element>(_ keyed: [(key: UInt64, element: Element)]) -> [(key: UInt64, element: Element)]
    {
        guard keyed.count > 1 else { return keyed }
        let shift = UInt64((keyed.count - 1).leadingZeroBitCount)
        // At first how many come to each bucket, then where the next of them goes.
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
        // What is out of order now is so within a bucket.
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
