import AllocatorLoad

/// A division of virtual time into slices of equal length, to average values over.
package struct TimeSlices: Hashable, Sendable {
    /// The length of a slice in seconds.
    package let length: Double
    package let count: Int

    /// - Parameter end: The end of the last slice. The first one starts at zero.
    package init(until end: Duration, count: Int) {
        self.count = count
        length = end / .seconds(1) / Double(count)
    }

    /// The end of each slice in seconds.
    package var ends: [Double] { (1...count).map { length * Double($0) } }

    /// Adds the contribution of a value between two times, in seconds, to the mean of each slice.
    ///
    /// - Complexity: O(s) in the slices between the two times.
    func add(_ value: Double, from start: Double, to end: Double, to means: inout [Double]) {
        guard length > 0, value != 0, end > start else { return }
        var slice = min(count - 1, max(0, Int(start / length)))
        while slice < count, Double(slice) * length < end {
            let overlap = min(end, Double(slice + 1) * length) - max(start, Double(slice) * length)
            if overlap > 0 { means[slice] += value * (overlap / length) }
            slice += 1
        }
    }
}
