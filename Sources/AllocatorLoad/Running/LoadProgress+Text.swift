extension LoadProgress: CustomStringConvertible {
    /// One line of at most 80 columns.
    package var description: String {
        let shares = ScalarResource.allCases.compactMap { resource -> String? in
            guard utilisation.total[resource] > 0 else { return nil }
            let share = Double(utilisation.used[resource]) / Double(utilisation.total[resource])
            return "\(resource.rawValue) \(Int((share * 100).rounded())) %"
        }
        return "\(Int(elapsed.inSeconds)) s: \(counts[.waiting]) waiting, \(counts[.running]) running, "
            + "\(counts[.finished]) of \(counts.total) done; \(shares.joined(separator: ", "))"
    }
}
