/// Amounts of resources in words. The only place that knows their units.
package enum ResourceWords {
    /// The resources of which amounts are in MiB, as Mesos has it.
    private static let inMebibytes: Set<String> = ["mem", "disk"]
    /// Each is 1,024 of the one before.
    private static let units = ["MiB", "GiB", "TiB", "PiB"]

    /// `4` of cpus, `512 MiB` or `1.5 GiB` of mem.
    package static func amount(_ amount: Double, of resource: String) -> String {
        let (scaled, unit) = scaled(amount, of: resource)
        return unit.map { "\(scaled.words) \($0)" } ?? scaled.words
    }

    /// Returns the amount in the largest unit in which it is at least one, and that unit, or no unit for a resource
    /// without any.
    package static func scaled(_ amount: Double, of resource: String) -> (amount: Double, unit: String?) {
        guard inMebibytes.contains(resource), amount.isFinite else { return (amount, nil) }
        var (scaled, unit) = (amount, 0)
        while scaled.magnitude >= 1_024, unit + 1 < units.count {
            scaled /= 1_024
            unit += 1
        }
        return (scaled, units[unit])
    }
}
