import AllocatorLoad

/// A span of virtual time in slices of one length, over which something is averaged.
package struct TimeSlices: Hashable, Sendable {
    /// In seconds.
    package let length: Double
    package let count: Int

    /// - Parameter end: where the last slice ends; the first begins at zero.
    package init(until end: Duration, count: Int) {
        self.count = count
        length = end / .seconds(1) / Double(count)
    }

    /// Where each slice ends, in seconds.
    package var ends: [Double] { (1...count).map { length * Double($0) } }

    /// Adds what a value has been from one second to another to the mean of each slice.
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
