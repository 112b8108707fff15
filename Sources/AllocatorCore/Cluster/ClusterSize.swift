/// An upper bound of a cluster's size in a snapshot, in bytes.
///
/// A measurement visits the whole state. So it is repeated only when the additions since the last one may have filled
/// the cluster. Additions by calls and runs are bounded without a measurement. Removals count only at the next
/// one.
struct ClusterSize: Sendable {
    /// The divisor of the limit that yields the growth after which a full cluster is measured again.
    ///
    /// Without this and the next bound, a flood of refused calls would cost a measurement each.
    private static let growthPerMeasurement = 16
    private static let timePerMeasurement = TimeSpan.seconds(1)

    private var measured: Int
    private var measuredAt: Instant?
    private var growth = 0

    /// - Parameter measured: The initial size.
    init(measured: Int) { self.measured = measured }

    /// The size of a cluster that has not been measured. It exceeds every limit, so the cluster is measured before it
    /// grows.
    static let unknown = ClusterSize(measured: Int(Int32.max) << 16)

    /// The measured size plus the additions since.
    var bound: Int { measured + growth }

    mutating func add(_ bytes: Int) { growth += bytes }

    func canMeasure(at now: Instant, limit: Int) -> Bool {
        guard let measuredAt else { return true }
        return growth >= limit / Self.growthPerMeasurement || now >= measuredAt.advanced(by: Self.timePerMeasurement)
    }

    mutating func set(_ bytes: Int, at now: Instant) {
        (measured, measuredAt, growth) = (bytes, now, 0)
    }
}
