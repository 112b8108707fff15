import AllocatorCore
import Testing

@Suite("Offer book")
struct OfferBookTests {
    /// A filter as a plain model knows it.
    private struct Filter: Hashable {
        var number: UInt64
        var framework: FrameworkSlot
        /// `nil` for an inverse-offer filter.
        var role: RoleSlot?
        var agent: AgentSlot
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the counts and timers of the offer book follow the filters through random changes`(seed: UInt64) {
        var random = Seeded(seed)
        let agents = AgentTable()
        var book = OfferBook()
        var model: Set<Filter> = []
        for _ in 0..<400 {
            let framework = FrameworkSlot(Int.random(in: 0..<4, using: &random))
            let role = RoleSlot(Int.random(in: 1..<3, using: &random))
            let agent = AgentSlot(Int.random(in: 0..<4, using: &random))
            let end = Instant(nanoseconds: Int64.random(in: 1..<50, using: &random))
            let number = book.nextNumber
            switch Int.random(in: 0..<16, using: &random) {
            case 0:
                let hadFilters = book.removeFilters(of: framework)
                #expect(hadFilters == model.contains { $0.framework == framework && $0.role != nil })
                model = model.filter { $0.framework != framework }
            case 1:
                let hadFilters = book.removeOfferFilters(of: framework, in: role)
                #expect(hadFilters == model.contains { $0.framework == framework && $0.role == role })
                model = model.filter { $0.framework != framework || $0.role != role }
            case 2:
                book.removeInverseOfferFilters(of: framework)
                model = model.filter { $0.framework != framework || $0.role != nil }
            case 3:
                let hadFilters = book.removeOfferFilters(on: agent)
                #expect(hadFilters == model.contains { $0.agent == agent && $0.role != nil })
                book.removeInverseOfferFilters(on: agent)
                model = model.filter { $0.agent != agent }
            case 4, 5: expireNext(&book, &model, agents)
            case 6, 7, 8:
                book.addInverseOfferFilter(of: framework, on: agent, until: end, agents: agents)
                model.insert(Filter(number: number, framework: framework, role: nil, agent: agent))
            default:
                book.addOfferFilter(
                    RefusedResources(Resources()), of: framework, in: role, on: agent, until: end, agents: agents)
                model.insert(Filter(number: number, framework: framework, role: role, agent: agent))
            }
            #expect(book.brokenInvariants(agents) == [])
            #expect(book.filterCount == model.count)
            #expect(
                book.hasInverseOfferFilter(of: framework, on: agent)
                    == model.contains { $0.framework == framework && $0.agent == agent && $0.role == nil })
        }
    }

    /// Takes the next timer and removes its filter, which must exist exactly if the timer is live.
    private func expireNext(_ book: inout OfferBook, _ model: inout Set<Filter>, _ agents: AgentTable) {
        guard let timer = book.removeNextTimer() else { return }
        let isLive = book.isLive(timer.end, agents)
        #expect(isLive == model.contains { $0.number == timer.end.number })
        guard isLive else { return }
        switch timer.end {
        case .offerFilter(let number, let framework, let role, let agent):
            #expect(book.removeOfferFilter(number, of: framework, in: role, on: agent) != nil)
        case .inverseOfferFilter(let number, let framework, let agent):
            book.removeInverseOfferFilter(number, of: framework, on: agent)
        case .offer, .recoveryTimeout: Issue.record("no offer or recovery was set")
        }
        model = model.filter { $0.number != timer.end.number }
    }

    @Test
    func `timers of removed filters are dropped before they outnumber the others`() {
        let agents = AgentTable()
        var book = OfferBook()
        var end: Int64 = 1_000_000
        for _ in 0..<5_000 {
            book.addInverseOfferFilter(
                of: Slot(0), on: Slot(0), until: Instant(nanoseconds: end), agents: agents)
            end -= 1
            book.removeInverseOfferFilters(of: Slot(0))
        }
        book.addInverseOfferFilter(of: Slot(0), on: Slot(0), until: Instant(nanoseconds: 1), agents: agents)
        var timers = 0
        while book.removeNextTimer() != nil { timers += 1 }
        #expect(timers < 1_100)
    }

    @Test
    func `timer numbers tell what was set before the last interval's run`() {
        var book = OfferBook()
        book.recordRecovery(until: Instant(nanoseconds: 5))
        book.recordIntervalRun()
        book.recordRecovery(until: Instant(nanoseconds: 5))
        let numbers = book.recoveries.map(\.end.number).sorted()
        #expect(numbers == [OfferBook.firstNumber, OfferBook.firstNumber + 1])
        #expect(book.isFromBeforeLastRun(numbers[0]) && !book.isFromBeforeLastRun(numbers[1]))
        #expect(!book.isFromBeforeLastRun(book.nextNumber))
    }

    @Test
    func `a filter until the next run counts as set before the last one, and its timer comes first`() {
        let agents = AgentTable()
        var book = OfferBook()
        let end = Instant(nanoseconds: 5)
        book.recordRecovery(until: end)
        book.recordIntervalRun()
        book.recordRecovery(until: end)
        book.addOfferFilter(
            RefusedResources(Resources()), of: Slot(0), in: Slot(0), on: Slot(0), until: end, isBeforeRun: true,
            agents: agents)
        guard case .offerFilter(let number, _, _, _) = book.nextTimer?.end else {
            Issue.record("the filter's timer is not the first")
            return
        }
        #expect(book.isFromBeforeLastRun(number))
    }
}
