import AllocatorCore

extension RoleSurvey.Findings {
    /// Adds the series of a cluster's roles: one for each shown role, and a common one for all others.
    func add(to families: inout MetricFamilies, cluster: String) {
        for measures in shown {
            add(measures, to: &families, ["cluster": cluster, "role": measures.path?.string ?? ""])
        }
        if let rest { add(rest, to: &families, ["cluster": cluster, "role": LabelTable.rest]) }
    }

    private func add(_ measures: RoleMeasures, to families: inout MetricFamilies, _ labels: [String: String]) {
        families.add(.dominantShare, measures.dominantShare, labels)
        families.add(.weight, measures.weight, labels)
        families.add(.subscribedFrameworks, Double(measures.subscribed), labels)
        families.add(.suppressedFrameworks, Double(measures.suppressed), labels)
        families.add(.offerFilters, Double(measures.offerFilters), labels)
        families.add(.roleHeld, measures.offeredOrAllocated, of: names, labels)
        guard let quota = measures.quota else { return }
        families.add(.guarantee, quota.guarantee, of: names, labels)
        families.add(.limit, quota.limit, of: names, labels)
        families.add(.consumed, quota.consumed, of: names, labels)
    }
}
