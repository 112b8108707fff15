/// Offer filters and inverse-offer filters (<doc:Allocation#6-Calls>, `recover_resources` and `update_inverse_offer`).
extension Cluster {
    /// The duration of a filter whose seconds are absent or negative.
    private static let defaultRefusal = TimeSpan.seconds(5)
    private static let maximumRefusal = TimeSpan.days(365)

    /// The duration of the filter that a master requests, or `nil` if it requests none.
    static func span(of filters: RefusalFilters) -> TimeSpan? {
        let seconds = filters.refuseSeconds ?? -1
        if seconds < 0 { return defaultRefusal }
        if seconds > 365 * 86_400 { return maximumRefusal }
        let nanoseconds = Int64((seconds * 1e9).rounded())
        return nanoseconds == 0 ? nil : TimeSpan(nanoseconds: nanoseconds)
    }

    func checkRoomForFilter() throws(Refusal) {
        guard offerBook.filterCount < limits.filters else {
            throw .resourceExhausted(
                "the maximum of \(limits.filters) filters is reached; revive offers, wait until filters expire, or"
                    + " raise --max-filters")
        }
    }

    /// The end of an offer filter.
    enum FilterEnd {
        case time(Instant)
        /// Just before the next periodic run.
        case nextRun
    }

    /// The end of the filter that a recovery of resources sets, or `nil` if it sets none.
    ///
    /// With a reallocation delay, resources that are declined without a filter would be offered to the same framework
    /// at once, again and again. A filter until the next periodic run prevents that.
    @inline(__always)
    func filterEnd(_ filters: RefusalFilters?, isAllocated: Bool) -> FilterEnd? {
        let span = filters.flatMap(Self.span(of:))
        guard options.reallocationDelay != nil else {
            // At least one interval, because a shorter filter would expire before the next run.
            return span.map { .time(schedule.now.advanced(by: max(options.allocationInterval, $0))) }
        }
        if let span { return .time(schedule.now.advanced(by: span)) }
        return isAllocated ? nil : .nextRun
    }

    /// - Parameter isBeforeRun: Whether the filter expires before a run at the same instant.
    mutating func addOfferFilter(
        _ resources: Resources, of framework: FrameworkSlot, in role: RoleSlot, on agent: AgentSlot,
        until end: Instant, isBeforeRun: Bool = false
    ) {
        let refused = agents.refused(resources, of: agent)
        offerBook.addOfferFilter(
            refused, of: framework, in: role, on: agent, until: end, isBeforeRun: isBeforeRun, agents: agents)
    }

    mutating func addInverseOfferFilter(of framework: FrameworkSlot, on agent: AgentSlot, until end: Instant) {
        offerBook.addInverseOfferFilter(of: framework, on: agent, until: end, agents: agents)
    }

    // MARK: Removal

    /// Removes an existing offer filter that has expired.
    mutating func expireOfferFilter(
        _ number: UInt64, of framework: FrameworkSlot, in role: RoleSlot, on agent: AgentSlot
    ) {
        if let filter = offerBook.removeOfferFilter(number, of: framework, in: role, on: agent) {
            recordRelease(of: filter.resources, on: agent, in: role)
        }
        markDirty(agent)
    }

    mutating func removeFilters(of framework: FrameworkSlot) {
        if offerBook.removeFilters(of: framework) { collection.recordUnused() }
    }

    mutating func removeOfferFilters(of framework: FrameworkSlot, in role: RoleSlot) {
        guard offerBook.removeOfferFilters(of: framework, in: role) else { return }
        recordChange(of: framework, in: role)
        collection.recordUnused()
    }

    /// Removes the filters of all frameworks on an agent.
    mutating func removeFilters(on agent: AgentSlot) {
        markDirty(agent)
        offerBook.removeInverseOfferFilters(on: agent)
        if offerBook.removeOfferFilters(on: agent) { collection.recordUnused() }
    }
}
