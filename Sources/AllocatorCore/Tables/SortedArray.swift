extension Array {
    /// The first position at which `belongsAtOrAfter` holds, in an array in which it holds for all that follow.
    ///
    /// - Complexity: O(log *n*)
    func partitionPoint(where belongsAtOrAfter: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongsAtOrAfter(self[middle]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
