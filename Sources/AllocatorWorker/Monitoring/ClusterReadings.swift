import AllocatorCore
import AllocatorWire

/// The current readings of one cluster, or their sum over all clusters without a label of their own.
struct ClusterReadings {
    /// The allocator's measures, or `nil` if the cluster is not initialized.
    var measures: ClusterMeasures?
    var resources: ResourceMeasures?
    /// The number of clusters in which allocation is paused.
    var paused = 0
    var unacknowledgedEvents = 0
    var skipped = SkippedEvents()

    /// Adds the readings of another cluster. Agents' resources are not summed, since clusters differ in their resource
    /// names.
    mutating func add(_ other: ClusterReadings) {
        unacknowledgedEvents += other.unacknowledgedEvents
        paused += other.paused
        skipped.duplicates += other.skipped.duplicates
        skipped.gaps += other.skipped.gaps
        guard let added = other.measures else { return }
        var sum = measures ?? ClusterMeasures()
        sum.agents += added.agents
        sum.frameworks += added.frameworks
        sum.roles += added.roles
        sum.filters += added.filters
        sum.outstandingOffers += added.outstandingOffers
        measures = sum
    }

    func add(to families: inout MetricFamilies, label: String) {
        let labels = ["cluster": label]
        families.add(.unacknowledgedEvents, Double(unacknowledgedEvents), labels)
        families.add(.skippedEvents, Double(skipped.duplicates), labels.merging(["reason": "duplicate"]) { $1 })
        families.add(.skippedEvents, Double(skipped.gaps), labels.merging(["reason": "gap"]) { $1 })
        guard let measures else { return }
        families.add(.agents, Double(measures.agents), labels)
        families.add(.frameworks, Double(measures.frameworks), labels)
        families.add(.roles, Double(measures.roles), labels)
        families.add(.filters, Double(measures.filters), labels)
        families.add(.outstandingOffers, Double(measures.outstandingOffers), labels)
        families.add(.paused, Double(paused), labels)
        guard let resources else { return }
        families.add(.resources, resources.total, of: resources.names, labels)
        families.add(.heldResources, resources.offeredOrAllocated, of: resources.names, labels)
    }
}

extension HostedCluster {
    /// - Parameter withResources: Whether to read the agents' resources too.
    /// - Complexity: O(1), or linear in the number of resource names if `withResources` is true.
    func readings(withResources: Bool) -> ClusterReadings {
        var readings = ClusterReadings()
        readings.measures = allocator.measures
        readings.resources = withResources ? allocator.resourceMeasures : nil
        readings.paused = readings.measures?.isPaused == true ? 1 : 0
        readings.unacknowledgedEvents = acknowledgements.events
        readings.skipped = skippedEvents
        return readings
    }
}

extension MetricFamilies {
    /// Adds a series for each resource, and a common one for all others if there are any. An amount of `nil` adds no
    /// series. Neither does an amount of zero of a resource that no agent has.
    mutating func add(
        _ description: MetricDescription, _ amounts: [Double?], of names: MeasuredNames, _ labels: [String: String]
    ) {
        var rest: Double? = names.hasRest ? 0 : nil
        for (place, amount) in amounts.enumerated() {
            guard let amount, amount != 0 || place >= names.shown.count || names.isScalar[place] else { continue }
            if place < names.shown.count, names.shown[place].string != LabelTable.rest {
                add(description, amount, labels.merging(["resource": names.shown[place].string]) { $1 })
            } else if amount != 0 || rest != nil {
                rest = (rest ?? 0) + amount
            }
        }
        if let rest { add(description, rest, labels.merging(["resource": LabelTable.rest]) { $1 }) }
    }
}
