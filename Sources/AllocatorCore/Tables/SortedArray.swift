extension Array {
    /// The position of the first element for which `belongsAtOrAfter` is true, or `count` if there is none.
    ///
    /// - Precondition: If the predicate is true for an element, it is true for all later elements.
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
