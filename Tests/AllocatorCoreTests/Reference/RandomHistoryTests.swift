import AllocatorCore
import AllocatorTesting
import Testing

/// Random histories and the comparison with them, tried on allocators with known faults.
@Suite(.serialized)
struct RandomHistoryTests {
    @Test(.timeLimit(.minutes(5)), arguments: [UInt64](1...12))
    func `the reference agrees with itself, whatever order its dictionaries are in`(seed: UInt64) {
        let difference = Comparison.difference(of: ReferenceAllocator.self, seed: seed, batches: 80)
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
        let coverage = Comparison.Coverage(seed: seed, batches: 80)
        #expect(coverage.runs > 10)
        #expect(coverage.accepted > 4 * coverage.refused)
    }

    @Test(.timeLimit(.minutes(5)))
    func `histories offer, refuse, ask for maintenance, take back and have masters that do not listen`() {
        var coverage = Comparison.Coverage()
        for seed: UInt64 in 21...44 { coverage += Comparison.Coverage(seed: seed, batches: 60) }
        #expect(coverage.bundles > 100)
        #expect(coverage.inverseOffers > 5)
        #expect(coverage.refused > 20)
        #expect(coverage.rescinded > 20)
        #expect(coverage.outstanding > 100)
        #expect(coverage.unheard > 20)
        #expect(coverage.silenced > 0)
        #expect(coverage.allocated > 100)
        #expect(coverage.merged > 20)
    }

    @Test(.timeLimit(.minutes(5)))
    func `an allocator that forgets weights is found out`() {
        #expect(Self.findsDifference(from: Forgetting<Weights>.self))
    }

    @Test(.timeLimit(.minutes(5)))
    func `an allocator that forgets filters is found out`() {
        #expect(Self.findsDifference(from: Forgetting<Filters>.self))
    }

    @Test(.timeLimit(.minutes(5)))
    func `an allocator whose filters end a nanosecond late is found out: histories have ties`() {
        #expect(Self.findsDifference(from: Forgetting<Ties>.self))
    }

    @Test(.timeLimit(.minutes(5)))
    func `an allocator that answers with another code is found out`() {
        #expect(Self.findsDifference(from: Forgetting<Codes>.self))
    }

    @Test(.timeLimit(.minutes(5)))
    func `an allocator that offers to masters that do not listen is found out`() {
        #expect(Self.findsDifference(from: Forgetting<Listening>.self))
    }

    @Test(.timeLimit(.minutes(5)))
    func `an allocator that never takes an offer back is found out`() {
        #expect(Self.findsDifference(from: Forgetting<Timeouts>.self))
    }

    @Test(.timeLimit(.minutes(5)))
    func `an allocator that takes what is in use for offered is found out`() {
        #expect(Self.findsDifference(from: Forgetting<Use>.self))
    }

    @Test(.timeLimit(.minutes(5)))
    func `an allocator that has one account is found out`() {
        #expect(Self.findsDifference(from: Forgetting<Accounts>.self))
    }

    @Test(.timeLimit(.minutes(5)))
    func `an allocator that takes no notice of who accepts is found out`() {
        #expect(Self.findsDifference(from: Forgetting<Owners>.self))
    }

    private static func findsDifference<Subject: AllocatorUnderTest>(from type: Subject.Type) -> Bool {
        (1...30).contains { Comparison.difference(of: type, seed: $0, batches: 60) != nil }
    }
}

/// The reference model with a fault.
private struct Forgetting<What: Forgetfulness>: AllocatorUnderTest {
    private var allocator = ReferenceAllocator()

    var now: Instant { allocator.now }
    var nextRun: Instant? { allocator.nextRun }

    mutating func apply(_ call: Call, by master: String) throws(Refusal) -> Reply {
        do throws(Refusal) {
            return try allocator.apply(What.changed(call), by: master)
        } catch {
            throw What.changed(error)
        }
    }

    mutating func finishBatch() { allocator.finishBatch() }
    mutating func advance(to time: Instant) { allocator.advance(to: time) }
    mutating func takeEffects() -> [AllocatorEffect] { allocator.takeEffects() }
    mutating func setListening(_ isListening: Bool, master: String) {
        if What.hearsMasters { allocator.setListening(isListening, master: master) }
    }

    var accounts: [HeldAccounts] { allocator.accounts }
    var masters: [String] { allocator.masters }
    func outstandingOffers(of master: String) -> [FrameworkOffers] { allocator.outstandingOffers(of: master) }
    func outstandingInverseOffers(of master: String) -> [FrameworkInverseOffers] {
        allocator.outstandingInverseOffers(of: master)
    }
}

private protocol Forgetfulness {
    static func changed(_ call: Call) -> Call
    static func changed(_ refusal: Refusal) -> Refusal
    static var hearsMasters: Bool { get }
}

extension Forgetfulness {
    fileprivate static func changed(_ call: Call) -> Call { call }
    fileprivate static func changed(_ refusal: Refusal) -> Refusal { refusal }
    fileprivate static var hearsMasters: Bool { true }
}

private enum Weights: Forgetfulness {
    static func changed(_ call: Call) -> Call {
        guard case .updateWeights(let weights) = call, weights.allSatisfy({ $0.weight > 1e-6 && $0.weight < 1e9 }),
            weights.allSatisfy({ $0.role != "-a" })
        else { return call }
        return .updateWeights([])
    }
}

private enum Filters: Forgetfulness {
    static func changed(_ call: Call) -> Call {
        guard case .recoverResources(let framework, let agent, let resources, _, let isAllocated) = call else {
            return call
        }
        return .recoverResources(
            framework: framework, agent: agent, resources: resources, filters: nil, isAllocated: isAllocated)
    }
}

private enum Ties: Forgetfulness {
    static func changed(_ call: Call) -> Call {
        guard case .recoverResources(let framework, let agent, let resources, let filters, let isAllocated) = call,
            let seconds = filters?.refuseSeconds, seconds >= 1, seconds < 1e6
        else { return call }
        return .recoverResources(
            framework: framework, agent: agent, resources: resources,
            filters: RefusalFilters(refuseSeconds: seconds + 1e-9), isAllocated: isAllocated)
    }
}

private enum Codes: Forgetfulness {
    static func changed(_ refusal: Refusal) -> Refusal {
        if case .notFound(let text) = refusal { .failedPrecondition(text) } else { refusal }
    }
}

private enum Listening: Forgetfulness {
    static var hearsMasters: Bool { false }
}

private enum Timeouts: Forgetfulness {
    static func changed(_ call: Call) -> Call {
        guard case .initialize(var options, let reset) = call, options.offerTimeout ?? .zero > .zero else {
            return call
        }
        options.offerTimeout = nil
        return .initialize(options, reset: reset)
    }
}

private enum Use: Forgetfulness {
    static func changed(_ call: Call) -> Call {
        guard case .transitionOfferedToAllocated(let agent, let resources, let framework) = call, framework != "" else {
            return call
        }
        let isUnallocated = resources.contains { $0.allocationRole == nil }
        return .transitionOfferedToAllocated(
            agent: agent, resources: isUnallocated ? resources : [], framework: framework)
    }
}

/// Each recovery takes from the offered account, whatever the call says.
private enum Accounts: Forgetfulness {
    static func changed(_ call: Call) -> Call {
        guard case .recoverResources(let framework, let agent, let resources, let filters, _) = call else {
            return call
        }
        return .recoverResources(
            framework: framework, agent: agent, resources: resources, filters: filters, isAllocated: false)
    }
}

private enum Owners: Forgetfulness {
    static func changed(_ call: Call) -> Call {
        guard case .transitionOfferedToAllocated(let agent, let resources, let framework) = call,
            framework != nil, framework != "", framework != "unknown"
        else { return call }
        return .transitionOfferedToAllocated(agent: agent, resources: resources)
    }
}
