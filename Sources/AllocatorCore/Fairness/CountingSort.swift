/// A stable counting sort that takes linear time for small keys.
package enum CountingSort {
    /// The positions in ascending order of their numbers. Positions of the same number keep their order.
    ///
    /// - Parameter bound: An exclusive upper bound of the numbers.
    /// - Complexity: O(*n* + `bound`)
    package static func sorted(_ positions: [Int32], below bound: Int, by number: (Int) -> Int) -> [Int32] {
        // Counts each number first. Then the counts become the places of the next position of each number.
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
