/// Offer filters and inverse-offer filters (<doc:Allocation#6-Calls>, `recover_resources` and `update_inverse_offer`).
extension Cluster {
    /// How long a filter lasts when its seconds are not given or negative, and at the most.
    private static let defaultRefusal = TimeSpan.seconds(5)
    private static let maximumRefusal = TimeSpan.days(365)

    /// For how long `filters` refuse; nil where they make no filter.
    static func span(of filters: RefusalFilters) -> TimeSpan? {
        let seconds = filters.refuseSeconds ?? -1
        if seconds < 0 { return defaultRefusal }
        if seconds > 365 * 86_400 { return maximumRefusal }
        let nanoseconds = Int64((seconds * 1e9).rounded())
        return nanoseconds == 0 ? nil : TimeSpan(nanoseconds: nanoseconds)
    }

    @inline(__always)
    func checkRoomForFilter() throws(Refusal) {
        guard filterCount < limits.filters else {
            throw .resourceExhausted("there are \(limits.filters) filters already; revive or wait for some to end")
        }
    }

    mutating func addOfferFilter(
        _ resources: Resources, of framework: Slot<Framework>, in role: Slot<Role>, on agent: Slot<Agent>,
        for span: TimeSpan
    ) {
        // Never shorter than an interval, or it would end before the next run.
        let end = now.advanced(by: max(options.allocationInterval, span))
        addOfferFilter(resources, of: framework, in: role, on: agent, until: end)
    }

    mutating func addOfferFilter(
        _ resources: Resources, of framework: Slot<Framework>, in role: Slot<Role>, on agent: Slot<Agent>,
        until end: Instant
    ) {
        let refused = agents.refused(resources, of: agent)
        let filter = OfferFilter(number: nextNumber, refused: refused, end: end)
        frameworks[framework].offerFilters[role, default: [:]][agent, default: OfferFilterList()].append(filter)
        noteFilter(.offerFilter(number: filter.number, framework: framework, role: role, agent: agent), end: end)
    }

    mutating func addInverseOfferFilter(of framework: Slot<Framework>, on agent: Slot<Agent>, for span: TimeSpan) {
        addInverseOfferFilter(of: framework, on: agent, until: now.advanced(by: span))
    }

    mutating func addInverseOfferFilter(of framework: Slot<Framework>, on agent: Slot<Agent>, until end: Instant) {
        let filter = InverseOfferFilter(number: nextNumber, end: end)
        frameworks[framework].inverseOfferFilters[agent, default: []].append(filter)
        noteFilter(
            .inverseOfferFilter(number: filter.number, framework: framework, agent: agent), end: filter.end)
    }

    private mutating func noteFilter(_ timed: TimedEnd, end: Instant) {
        nextNumber += 1
        filterCount += 1
        setTimer(timed, at: end)
    }

    // MARK: Going

    /// Ends an offer filter that is still there.
    mutating func endOfferFilter(
        _ number: UInt64, of framework: Slot<Framework>, in role: Slot<Role>, on agent: Slot<Agent>
    ) {
        if let filter = frameworks[framework].offerFilters[role]?[agent]?.remove(number: number) {
            noteLetGo(filter.resources, of: agent, in: role)
        }
        if frameworks[framework].offerFilters[role]?[agent]?.isEmpty == true {
            frameworks[framework].offerFilters[role]?[agent] = nil
        }
        if frameworks[framework].offerFilters[role]?.isEmpty == true {
            frameworks[framework].offerFilters[role] = nil
        }
        filterCount -= 1
        markDirty(agent)
    }

    /// Ends an inverse-offer filter that is still there.
    mutating func endInverseOfferFilter(_ number: UInt64, of framework: Slot<Framework>, on agent: Slot<Agent>) {
        frameworks[framework].inverseOfferFilters[agent]?.removeAll { $0.number == number }
        if frameworks[framework].inverseOfferFilters[agent]?.isEmpty == true {
            frameworks[framework].inverseOfferFilters[agent] = nil
        }
        filterCount -= 1
    }

    mutating func dropFilters(of framework: Slot<Framework>) {
        if !frameworks[framework].offerFilters.isEmpty { mayHaveUnused = true }
        filterCount -= frameworks[framework].filterCount
        frameworks[framework].offerFilters = [:]
        frameworks[framework].inverseOfferFilters = [:]
    }

    mutating func dropOfferFilters(of framework: Slot<Framework>, in role: Slot<Role>) {
        guard let filters = frameworks[framework].offerFilters.removeValue(forKey: role) else { return }
        recordChange(of: framework, in: role)
        mayHaveUnused = true
        filterCount -= filters.values.reduce(0) { $0 + $1.count }
    }

    mutating func dropInverseOfferFilters(of framework: Slot<Framework>) {
        filterCount -= frameworks[framework].inverseOfferFilters.values.reduce(0) { $0 + $1.count }
        frameworks[framework].inverseOfferFilters = [:]
    }

    /// Drops every filter that is about an agent.
    mutating func removeFilters(of agent: Slot<Agent>) {
        markDirty(agent)
        removeInverseOfferFilters(of: agent)
        for framework in Array(frameworks.slots) {
            for role in frameworks[framework].offerFilters.keys {
                guard let filters = frameworks[framework].offerFilters[role]?.removeValue(forKey: agent) else {
                    continue
                }
                filterCount -= filters.count
                mayHaveUnused = true
                if frameworks[framework].offerFilters[role]?.isEmpty == true {
                    frameworks[framework].offerFilters[role] = nil
                }
            }
        }
    }

    mutating func removeInverseOfferFilters(of agent: Slot<Agent>) {
        for framework in Array(frameworks.slots) {
            if let filters = frameworks[framework].inverseOfferFilters.removeValue(forKey: agent) {
                filterCount -= filters.count
            }
        }
    }
}
