/// The progress of a run.
package struct LoadProgress: Sendable {
    package let elapsed: Duration
    package let counts: RequestCounts
    package let utilisation: Utilisation
    package let offers: Int
}

extension LoadProgress: CustomStringConvertible {
    /// The progress on one line of at most 80 columns.
    package var description: String {
        let shares = utilisation.resources.compactMap { resource -> String? in
            guard utilisation.total[resource] > 0 else { return nil }
            let share = Double(utilisation.used[resource]) / Double(utilisation.total[resource])
            return "\(Columns.plain(resource.name)) \(Int((share * 100).rounded()))%"
        }
        return "\(Int(elapsed / .seconds(1))) s: \(counts[.waiting]) waiting, \(counts[.running]) running, "
            + "\(counts[.finished])/\(counts.total) done; \(shares.joined(separator: ", "))"
    }
}
