extension Allocator {
    /// Returns a digest of all parts of the state that affect later decisions, as 32 hexadecimal digits.
    ///
    /// It is computed from names and contents, never from slots, so it does not depend on how the state was reached.
    ///
    /// - Complexity: Linear in the size of the state.
    package func digest() -> String {
        var writer = DigestWriter()
        writer.write(now.nanoseconds)
        writer.writeUnordered(mastersNotListening) { $0.write(Name($1)) }
        writer.write(cluster != nil)
        cluster?.writeDigest(to: &writer)
        return writer.hexadecimal
    }
}

extension Cluster {
    func writeDigest(to writer: inout DigestWriter) {
        write(options, to: &writer)
        writer.write(schedule.nextRun.nanoseconds)
        writer.write(schedule.isPaused)
        writer.write(schedule.expectedAgentCount ?? -1)
        writer.write(schedule.isRunWanted)
        writer.write(generator.state)
        writer.write(agents.whitelist != nil)
        writer.writeUnordered(agents.whitelist ?? []) { $0.write($1) }
        writer.writeUnordered(schedule.candidates.slots(among: agents.sorted)) { $0.write(agents[$1].id) }
        writer.writeUnordered(offerBook.recoveries) { writer, timer in
            write(end: timer.time, number: timer.end.number, to: &writer)
        }
        for agent in agents.sorted { write(agents[agent], to: &writer) }
        writer.writeUnordered(Array(frameworks.slots)) { write(frameworks[$1], offerBook.filters(of: $1), to: &$0) }
        writer.writeUnordered(tree.roles.slots.filter { isRelevant($0) }) { write($1, to: &$0) }
    }

    /// Whether a role affects decisions. The table may keep other roles until the next collection.
    private func isRelevant(_ role: RoleSlot) -> Bool { tree[role].isInUse || tree[role].place != nil }

    private func write(_ options: AllocatorOptions, to writer: inout DigestWriter) {
        writer.write(options.allocationInterval.nanoseconds)
        write(options.fairnessExcludeResourceNames.sorted(), to: &writer)
        writer.write(options.filterGPUResources)
        write(options.domain, to: &writer)
        writer.writeUnordered(minimums) { write($1, to: &$0) }
        writer.write(Int(options.maximumCompletedFrameworks))
        writer.write(options.publishesPerFrameworkMetrics)
        writer.write(options.recoveryTimeout.nanoseconds)
        writer.write(options.agentRecoveryFactor.bitPattern)
        writer.write(Int(options.roleSorter.rawValue))
        writer.write(Int(options.frameworkSorter.rawValue))
        writer.write(Int(options.agentOrder.rawValue))
        writer.write(options.seed)
        writer.write(options.regexMaximumProgramSize)
        writer.write(options.regexMaximumMemoryBytes)
        writer.write(options.offerTimeout?.nanoseconds ?? -1)
        writePolicies(of: options, to: &writer)
    }

    /// Writes the options that Mesos does not have, if any is set. So the digests of clusters without them do not
    /// depend on the version.
    private func writePolicies(of options: AllocatorOptions, to writer: inout DigestWriter) {
        guard options.hasPolicies else { return }
        writer.write(schedule.delayedRun?.nanoseconds ?? -1)
        writer.write(Int(options.quotaScope.rawValue))
        writer.write(options.chargesReservations)
        writer.write(Int(options.placement.rawValue))
        writer.write(options.guaranteesWholeAgents)
        writer.write(options.guaranteesLargerDisks)
        writer.write(options.reallocationDelay?.nanoseconds ?? -1)
    }

    // MARK: Agents

    private func write(_ agent: Agent, to writer: inout DigestWriter) {
        writer.write(agent.id)
        write(agent.description, to: &writer)
        writer.write(agent.isActivated)
        write(agent.total, to: &writer)
        writer.writeUnordered(agent.holdings) { writer, holding in
            writer.write(frameworks[holding.framework].id)
            writer.write(tree[holding.role].path)
            write(holding.resources, to: &writer)
        }
        writer.writeUnordered(agent.mergedFrameworks) { $0.write(frameworks[$1].id) }
        writer.writeUnordered(agent.offers.offers) { writer, offer in
            writer.write(frameworks[offer.framework].id)
            writer.write(tree[offer.role].path)
            write(offer.resources, to: &writer)
            writer.write(offer.deadline != nil)
            if let deadline = offer.deadline { write(end: deadline, number: offer.number, to: &writer) }
        }
        writer.write(agent.maintenance != nil)
        guard let maintenance = agent.maintenance else { return }
        writer.write(maintenance.unavailability.start)
        writer.write(maintenance.unavailability.duration ?? -1)
        writer.writeUnordered(maintenance.outstanding) { $0.write($1) }
        writer.writeUnordered(maintenance.statuses) { writer, entry in
            writer.write(entry.key)
            writer.write(Int(entry.value.status.rawValue))
            writer.write(entry.value.timestamp)
        }
    }

    private func write(_ description: AgentDescription, to writer: inout DigestWriter) {
        writer.write(description.hostname)
        writer.write(Int(description.capabilities.rawValue))
        write(description.domain, to: &writer)
        writer.write(description.port != nil)
        writer.write(Int(description.port ?? 0))
        writer.write(description.attributes.count)
        for attribute in description.attributes { write(attribute, to: &writer) }
        writer.write(description.resources.count)
        for resource in description.resources { write(resource, to: &writer) }
    }

    private func write(_ attribute: Attribute, to writer: inout DigestWriter) {
        writer.write(attribute.name)
        switch attribute.value {
        case .text(let text):
            writer.write(1)
            writer.write(text)
        case .scalar(let quantity):
            writer.write(2)
            writer.write(quantity.thousandths)
        case .ranges(let ranges):
            writer.write(3)
            write(ranges, to: &writer)
        case .set(let names):
            writer.write(4)
            write(names, to: &writer)
        }
    }

    private func write(_ domain: FaultDomain?, to writer: inout DigestWriter) {
        writer.write(domain?.region)
        writer.write(domain?.zone)
    }

    private func write(_ names: [Name], to writer: inout DigestWriter) {
        writer.write(names.count)
        for name in names { writer.write(name) }
    }

    // MARK: Frameworks and roles

    private func write(_ framework: Framework, _ filters: OfferBook.Filters, to writer: inout DigestWriter) {
        writer.write(framework.id)
        writer.write(framework.isAdded)
        writer.write(Name(framework.master))
        writer.write(framework.isActive)
        writer.write(framework.rescinded)
        writer.write(Int(framework.capabilities.rawValue))
        write(framework.roles.map { tree[$0].path }, to: &writer)
        writer.writeUnordered(framework.suppressedRoles) { $0.write(tree[$1].path) }
        writer.writeUnordered(framework.minimums) { writer, entry in
            writer.write(tree[entry.key].path)
            writer.writeUnordered(entry.value) { write($1, to: &$0) }
        }
        writer.writeUnordered(framework.constraints) { writer, entry in
            writer.write(tree[entry.key].path)
            writer.write(entry.value.source.groups.count)
            for group in entry.value.source.groups {
                writer.write(group.count)
                for constraint in group { write(constraint, to: &writer) }
            }
        }
        writer.writeUnordered(filters.offers) { writer, entry in
            writer.write(tree[entry.key].path)
            writer.writeUnordered(entry.value) { writer, filters in
                writer.write(agents[filters.key].id)
                writer.writeUnordered(filters.value.filters) { writer, filter in
                    write(end: filter.end, number: filter.number, to: &writer)
                    write(filter.resources, to: &writer)
                }
            }
        }
        writer.writeUnordered(filters.inverseOffers) { writer, entry in
            writer.write(agents[entry.key].id)
            writer.writeUnordered(entry.value) { write(end: $1.end, number: $1.number, to: &$0) }
        }
    }

    /// Writes the time at which an item expires, and whether that is before the run of the same instant.
    private func write(end: Instant, number: UInt64, to writer: inout DigestWriter) {
        writer.write(end.nanoseconds)
        writer.write(endsBeforeRun(number, at: end))
    }

    private func write(_ constraint: AttributeConstraint, to writer: inout DigestWriter) {
        switch constraint.selector {
        case .attribute(let name): writer.write(name)
        case .hostname: writer.write(1)
        case .region: writer.write(2)
        case .zone: writer.write(3)
        }
        switch constraint.predicate {
        case .exists: writer.write(1)
        case .notExists: writer.write(2)
        case .textEquals(let text): writer.write(Name("=" + text.string))
        case .textNotEquals(let text): writer.write(Name("!" + text.string))
        case .textMatches(let pattern): writer.write(Name("~" + pattern))
        case .textNotMatches(let pattern): writer.write(Name("^" + pattern))
        }
    }

    private func write(_ slot: RoleSlot, to writer: inout DigestWriter) {
        let role = tree[slot]
        writer.write(role.path)
        writer.write(role.weight.billionths)
        write(role.quota.guarantees, to: &writer)
        writer.writeUnordered(role.quota.limits.indices.filter { role.quota.limits[$0] != nil }) { writer, name in
            writer.write(kinds.names[name])
            writer.write(role.quota.limits[name] ?? 0)
        }
        writer.write(role.place != nil)
        if let place = role.place, let parent = role.parent { writer.write(tree[parent].order[place].count) }
        writer.write(role.ownPlace != nil)
        if let own = role.ownPlace { writer.write(role.order[own].count) }
        writer.writeUnordered(role.frameworks.allClients) { writer, place in
            writer.write(role.frameworks[place].name)
            writer.write(role.frameworks[place].count)
        }
    }

    // MARK: Resources

    private func write(_ quantities: Quantities, to writer: inout DigestWriter) {
        writer.writeUnordered(quantities.indices.filter { quantities[$0] != 0 }) { writer, name in
            writer.write(kinds.names[name])
            writer.write(quantities[name])
        }
    }

    private func write(_ resources: Resources, to writer: inout DigestWriter) {
        let copies = resources.scalars.map(\.copies) + resources.collections.map { _ in 1 }
        writer.writeUnordered(zip(resolve(resources, allocatedTo: nil), copies).map { $0 }) { writer, entry in
            write(entry.0, to: &writer)
            writer.write(Int(entry.1))
        }
    }

    private func write(_ resource: Resource, to writer: inout DigestWriter) {
        write(resource.metadata, to: &writer)
        switch resource.amount {
        case .scalar(let quantity): writer.write(quantity.thousandths)
        case .ranges(let ranges): write(ranges, to: &writer)
        case .set(let names): write(names, to: &writer)
        }
    }

    private func write(_ ranges: [ClosedRange<UInt64>], to writer: inout DigestWriter) {
        writer.write(ranges.count)
        for range in ranges {
            writer.write(range.lowerBound)
            writer.write(range.upperBound)
        }
    }

    private func write(_ metadata: ResourceMetadata, to writer: inout DigestWriter) {
        writer.write(metadata.name)
        writer.write(Int(metadata.type.rawValue))
        writer.write(metadata.isRevocable)
        writer.write(metadata.isShared)
        writer.write(metadata.providerID)
        writer.write(metadata.reservations.count)
        for reservation in metadata.reservations {
            writer.write(Int(reservation.kind.rawValue))
            writer.write(reservation.role)
            writer.write(reservation.principal)
            write(reservation.labels, to: &writer)
        }
        writer.write(metadata.disk != nil)
        guard let disk = metadata.disk else { return }
        writer.write(disk.persistence?.id)
        writer.write(disk.volume?.containerPath)
        writer.write(disk.source != nil)
        guard let source = disk.source else { return }
        writer.write(Int(source.kind.rawValue))
        for name in [source.id, source.vendor, source.profile, source.path?.root, source.mount?.root] {
            writer.write(name)
        }
        write(source.metadata, to: &writer)
    }

    private func write(_ labels: [Label]?, to writer: inout DigestWriter) {
        writer.write(labels?.count ?? -1)
        for label in labels ?? [] {
            writer.write(label.key)
            writer.write(label.value)
        }
    }
}
