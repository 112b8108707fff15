/// Sorts by small numbers.
package enum CountingSort {
    /// Positions in ascending order of what `number` says of each; those of one number keep their order.
    ///
    /// - Parameter bound: what all numbers lie below.
    /// - Complexity: O(*n* + `bound`)
    package static func sorted(_ positions: [Int32], below bound: Int, by number: (Int) -> Int) -> [Int32] {
        // At first how many there are of each number, then where the next of them goes.
        var places = [Int32](repeating: 0, count: bound)
        for position in positions { places[number(Int(position))] += 1 }
        var sum: Int32 = 0
        for number in places.indices { (places[number], sum) = (sum, sum + places[number]) }
        var sorted = positions
        for position in positions {
            let number = number(Int(position))
            sorted[Int(places[number])] = position
            places[number] += 1
        }
        return sorted
    }
}
