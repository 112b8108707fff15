/// An upper bound of the bytes that a cluster takes up in a snapshot.
///
/// A measurement walks the whole state, so it is repeated only when additions since the last one may have filled the
/// cluster. Additions by calls and runs are bounded without a walk. Removals count at the next measurement.
struct ClusterSize: Sendable {
    /// The part of the limit that must be added, or the time that must pass, before a full cluster is measured again: a
    /// flood of refused calls must not cost a walk each.
    private static let growthPerMeasurement = 16
    private static let timePerMeasurement = TimeSpan.seconds(1)

    private var measured: Int
    private var measuredAt: Instant?
    private var growth = 0

    /// - Parameter measured: the initial size.
    init(measured: Int) { self.measured = measured }

    /// The size of a cluster that was not counted: it is measured before it may grow.
    static let unknown = ClusterSize(measured: Int(Int32.max) << 16)

    /// The measured size and the additions since.
    var bound: Int { measured + growth }

    /// Records an addition.
    mutating func add(_ bytes: Int) { growth += bytes }

    func canMeasure(at now: Instant, limit: Int) -> Bool {
        guard let measuredAt else { return true }
        return growth >= limit / Self.growthPerMeasurement || now >= measuredAt.advanced(by: Self.timePerMeasurement)
    }

    mutating func set(_ bytes: Int, at now: Instant) {
        (measured, measuredAt, growth) = (bytes, now, 0)
    }
}
