/// The filters of a cluster, and the timers and numbers of its filters, outstanding offers and recoveries.
///
/// The outstanding offers themselves belong to their agents (`Agent.offers`). The book keeps these invariants:
/// - `filterCount` is the number of filters of all frameworks;
/// - every filter, every offer with a deadline and every recovery has a unique number, less than `nextNumber`;
/// - each of them has a timer. Void timers, whose filter or offer ended early, never outnumber the others by much.
package struct OfferBook: Sendable {
    /// The filters of one framework.
    package struct Filters: Sendable {
        package fileprivate(set) var offers: [RoleSlot: [AgentSlot: OfferFilterList]] = [:]
        package fileprivate(set) var inverseOffers: [AgentSlot: [InverseOfferFilter]] = [:]

        package var count: Int {
            offers.values.reduce(0) { $1.values.reduce($0) { $0 + $1.count } } + inverseOfferCount
        }

        fileprivate var inverseOfferCount: Int { inverseOffers.values.reduce(0) { $0 + $1.count } }
    }

    /// The filters of each framework, by slot. Frameworks at the end may be missing.
    private var filters: [Filters] = []
    /// The number of offer filters and inverse-offer filters.
    package private(set) var filterCount = 0
    private var timers = TimerQueue()
    /// The number of the next filter, offer or recovery.
    package private(set) var nextNumber = Self.firstNumber
    /// The value of `nextNumber` at the start of the last periodic run. Lower numbers were assigned before that run.
    package private(set) var numberAtLastRun = Self.firstNumber

    /// The first number. A filter that expires before the next run has a number with this bit clear, so that it counts
    /// as assigned before the last run.
    package static let firstNumber: UInt64 = 1 << 63

    package init() {}

    // MARK: Numbers

    /// Records that a periodic run starts.
    package mutating func recordIntervalRun() { numberAtLastRun = nextNumber }

    /// Whether a number was assigned before the last periodic run.
    package func isFromBeforeLastRun(_ number: UInt64) -> Bool { number < numberAtLastRun }

    /// Initializes the numbers of a restored cluster, the first `count` of which were assigned before the last run.
    package mutating func restoreNumbers(beforeLastRun count: Int) {
        numberAtLastRun = Self.firstNumber + UInt64(count)
    }

    /// Sets the next number while a cluster is restored.
    package mutating func setNextNumber(_ number: UInt64) { nextNumber = number }

    // MARK: Offers and recoveries

    /// Records an outstanding offer that was added under `nextNumber`.
    ///
    /// - Parameter deadline: The time at which the offer expires, or `nil` if it does not.
    @inline(__always)
    package mutating func recordOffer(on agent: AgentSlot, until deadline: Instant?, agents: borrowing AgentTable) {
        let number = nextNumber
        nextNumber += 1
        if let deadline { setTimer(.offer(number: number, agent: agent), at: deadline, agents) }
    }

    package mutating func recordRecovery(until end: Instant) {
        timers.set(.recoveryTimeout(number: nextNumber), at: end)
        nextNumber += 1
    }

    /// The timers of recoveries, in unspecified order.
    package var recoveries: [TimerQueue.Timer] { timers.unordered.filter(\.end.isRecoveryTimeout) }

    // MARK: Timers

    package var nextTimer: TimerQueue.Timer? { timers.next }

    package mutating func removeNextTimer() -> TimerQueue.Timer? { timers.popFirst() }

    @inline(__always)
    private mutating func setTimer(_ end: TimedEnd, at time: Instant, _ agents: borrowing AgentTable) {
        timers.set(end, at: time)
        if timers.count > 2 * (filterCount + agents.offerCount) + 1024 { compactTimers(agents) }
    }

    private mutating func compactTimers(_ agents: borrowing AgentTable) {
        var compacted = timers
        compacted.compact { isLive($0, agents) }
        timers = compacted
    }

    /// Whether the filter, offer or recovery of a timer still exists.
    package func isLive(_ timed: TimedEnd, _ agents: borrowing AgentTable) -> Bool {
        switch timed {
        case .offerFilter(let number, let framework, let role, let agent):
            filters(of: framework).offers[role]?[agent]?.contains(number: number) ?? false
        case .inverseOfferFilter(let number, let framework, let agent):
            filters(of: framework).inverseOffers[agent]?.contains { $0.number == number } ?? false
        case .offer(let number, let agent):
            agents.contains(agent) && agents[agent].offers.contains(number: number)
        case .recoveryTimeout:
            true
        }
    }

    // MARK: Filters

    package func filters(of framework: FrameworkSlot) -> Filters {
        framework.index < filters.count ? filters[framework.index] : Filters()
    }

    /// Whether a filter refuses an offer to a candidate.
    @inline(__always)
    func refuse(_ offer: Resources, for candidate: Candidate) -> Bool {
        let index = candidate.framework.index
        guard index < filters.count, let list = filters[index].offers[candidate.role]?[candidate.agent] else {
            return false
        }
        return list.refuse(offer)
    }

    package func hasInverseOfferFilter(of framework: FrameworkSlot, on agent: AgentSlot) -> Bool {
        framework.index < filters.count && filters[framework.index].inverseOffers[agent] != nil
    }

    /// - Parameter isBeforeRun: Whether the filter expires before a run at the same instant, like filters that were
    ///   set before the last run.
    package mutating func addOfferFilter(
        _ refused: RefusedResources, of framework: FrameworkSlot, in role: RoleSlot, on agent: AgentSlot,
        until end: Instant, isBeforeRun: Bool = false, agents: borrowing AgentTable
    ) {
        makeRoom(for: framework)
        let number = isBeforeRun ? nextNumber & ~Self.firstNumber : nextNumber
        let filter = OfferFilter(number: number, refused: refused, end: end)
        filters[framework.index].offers[role, default: [:]][agent, default: OfferFilterList()].append(filter)
        recordFilter(
            .offerFilter(number: filter.number, framework: framework, role: role, agent: agent), until: end, agents)
    }

    package mutating func addInverseOfferFilter(
        of framework: FrameworkSlot, on agent: AgentSlot, until end: Instant, agents: borrowing AgentTable
    ) {
        makeRoom(for: framework)
        let filter = InverseOfferFilter(number: nextNumber, end: end)
        filters[framework.index].inverseOffers[agent, default: []].append(filter)
        recordFilter(
            .inverseOfferFilter(number: filter.number, framework: framework, agent: agent), until: end, agents)
    }

    private mutating func makeRoom(for framework: FrameworkSlot) {
        while filters.count <= framework.index { filters.append(Filters()) }
    }

    @inline(__always)
    private mutating func recordFilter(_ timed: TimedEnd, until end: Instant, _ agents: borrowing AgentTable) {
        nextNumber += 1
        filterCount += 1
        setTimer(timed, at: end, agents)
    }

    // MARK: Removal of filters

    /// Removes an existing offer filter.
    package mutating func removeOfferFilter(
        _ number: UInt64, of framework: FrameworkSlot, in role: RoleSlot, on agent: AgentSlot
    ) -> OfferFilter? {
        guard let removed = filters[framework.index].offers[role]?[agent]?.remove(number: number) else { return nil }
        if filters[framework.index].offers[role]?[agent]?.isEmpty == true {
            filters[framework.index].offers[role]?[agent] = nil
        }
        removeRoleWithoutFilters(role, of: framework)
        filterCount -= 1
        return removed
    }

    private mutating func removeRoleWithoutFilters(_ role: RoleSlot, of framework: FrameworkSlot) {
        if filters[framework.index].offers[role]?.isEmpty == true { filters[framework.index].offers[role] = nil }
    }

    /// Removes an existing inverse-offer filter.
    package mutating func removeInverseOfferFilter(
        _ number: UInt64, of framework: FrameworkSlot, on agent: AgentSlot
    ) {
        filters[framework.index].inverseOffers[agent]?.removeAll { $0.number == number }
        if filters[framework.index].inverseOffers[agent]?.isEmpty == true {
            filters[framework.index].inverseOffers[agent] = nil
        }
        filterCount -= 1
    }

    /// Removes all filters of a framework.
    ///
    /// - Returns: Whether there were offer filters.
    @discardableResult
    package mutating func removeFilters(of framework: FrameworkSlot) -> Bool {
        guard framework.index < filters.count else { return false }
        let hadOfferFilters = !filters[framework.index].offers.isEmpty
        filterCount -= filters[framework.index].count
        filters[framework.index] = Filters()
        return hadOfferFilters
    }

    /// Removes the offer filters of a framework in a role.
    ///
    /// - Returns: Whether there were any.
    package mutating func removeOfferFilters(of framework: FrameworkSlot, in role: RoleSlot) -> Bool {
        guard framework.index < filters.count,
            let removed = filters[framework.index].offers.removeValue(forKey: role)
        else { return false }
        filterCount -= removed.values.reduce(0) { $0 + $1.count }
        return true
    }

    package mutating func removeInverseOfferFilters(of framework: FrameworkSlot) {
        guard framework.index < filters.count else { return }
        filterCount -= filters[framework.index].inverseOfferCount
        filters[framework.index].inverseOffers = [:]
    }

    /// Removes the offer filters of all frameworks on an agent.
    ///
    /// - Returns: Whether there were any.
    /// - Complexity: O(*n*) in the frameworks.
    package mutating func removeOfferFilters(on agent: AgentSlot) -> Bool {
        var isAnyRemoved = false
        for index in filters.indices {
            for role in filters[index].offers.keys {
                guard let removed = filters[index].offers[role]?.removeValue(forKey: agent) else { continue }
                filterCount -= removed.count
                isAnyRemoved = true
                removeRoleWithoutFilters(role, of: Slot(index))
            }
        }
        return isAnyRemoved
    }

    /// Removes the inverse-offer filters of all frameworks on an agent.
    ///
    /// - Complexity: O(*n*) in the frameworks.
    package mutating func removeInverseOfferFilters(on agent: AgentSlot) {
        for index in filters.indices {
            if let removed = filters[index].inverseOffers.removeValue(forKey: agent) { filterCount -= removed.count }
        }
    }

    // MARK: Invariants

    /// The invariants that do not hold. Empty unless there is a programming error.
    ///
    /// - Complexity: O(*n* log *n*). Intended for tests.
    package func brokenInvariants(_ agents: borrowing AgentTable) -> [String] {
        var broken: [String] = []
        func expect(_ condition: Bool, _ invariant: String) {
            if !condition { broken.append(invariant) }
        }
        expect(filters.reduce(0) { $0 + $1.count } == filterCount, "filters are counted")
        let numbers = timers.unordered.map(\.end.number)
        expect(Set(numbers).count == numbers.count, "no two timers have the same number")
        expect(numbers.allSatisfy { $0 < nextNumber }, "every timer has a number below the next one")
        expect(numberAtLastRun <= nextNumber, "the number of the last run is at most the next one")
        var live = 0
        var ends: [UInt64: Instant] = [:]
        for timer in timers.unordered {
            if isLive(timer.end, agents) { live += 1 }
            ends[timer.end.number] = timer.time
        }
        for index in filters.indices {
            expect(filters[index].offers.values.allSatisfy { !$0.isEmpty }, "no role without filters is kept")
            for lists in filters[index].offers.values {
                for list in lists.values {
                    expect(!list.isEmpty, "no empty list of filters is kept")
                    expect(list.filters.allSatisfy { ends[$0.number] == $0.end }, "every offer filter has its timer")
                }
            }
            for list in filters[index].inverseOffers.values {
                expect(!list.isEmpty, "no empty list of filters is kept")
                expect(list.allSatisfy { ends[$0.number] == $0.end }, "every inverse-offer filter has its timer")
            }
        }
        for agent in agents.sorted {
            for offer in agents[agent].offers.offers {
                guard let deadline = offer.deadline else { continue }
                expect(ends[offer.number] == deadline, "every offer that expires has its timer")
            }
        }
        expect(live >= filterCount, "every filter has its timer")
        return broken
    }
}
