/// Formats amounts of resources with their units, for people.
package enum ResourceWords {
    /// The resources whose amounts are in MiB, as in Mesos.
    private static let inMebibytes: Set<String> = ["mem", "disk"]
    /// The units, each 1,024 times the one before.
    private static let units = ["MiB", "GiB", "TiB", "PiB"]

    /// Formats an amount: `4` for cpus, `512 MiB` or `1.5 GiB` for mem.
    package static func amount(_ amount: Double, of resource: String) -> String {
        let (scaled, unit) = scaled(amount, of: resource)
        return unit.map { "\(scaled.words) \($0)" } ?? scaled.words
    }

    /// Returns the amount in the largest unit in which it is at least one. The unit is `nil` for a resource without a
    /// unit.
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
