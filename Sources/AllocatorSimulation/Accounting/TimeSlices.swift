import AllocatorLoad

/// A span of virtual time in slices of equal length, over each of which a value is averaged.
package struct TimeSlices: Hashable, Sendable {
    /// The length of a slice in seconds.
    package let length: Double
    package let count: Int

    /// - Parameter end: The end of the last slice; the first starts at zero.
    package init(until end: Duration, count: Int) {
        self.count = count
        length = end / .seconds(1) / Double(count)
    }

    /// The end of each slice in seconds.
    package var ends: [Double] { (1...count).map { length * Double($0) } }

    /// Adds a value that held from one second to another to the mean of each slice.
    ///
    /// - Complexity: O(s) in the slices between the two.
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
