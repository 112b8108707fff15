/// A counting sort: stable, and linear for small keys.
package enum CountingSort {
    /// The positions in ascending order of their numbers. Positions of the same number keep their order.
    ///
    /// - Parameter bound: an exclusive upper bound of the numbers.
    /// - Complexity: O(*n* + `bound`)
    package static func sorted(_ positions: [Int32], below bound: Int, by number: (Int) -> Int) -> [Int32] {
        // First the count of each number, then the place of the next position of that number.
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
