import AllocatorCore
import AllocatorWire

/// One cluster: its allocator, and the clock that it lives by.
///
/// It is pinned to the thread that owns the sockets. Nothing else can touch the allocator: the compiler refuses it from any
/// other isolation, and `assumeIsolated` from any other thread ends the process. It knows nothing of sockets: it is given
/// deliveries and gives back effects.
actor Cluster {
    nonisolated let name: String
    private let thread: SocketThread
    private let clock: ClusterClock
    private var allocator: Allocator

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(name: String, clock: ClusterClock, on thread: SocketThread) {
        self.name = name
        self.thread = thread
        self.clock = clock
        allocator = Allocator(clock: clock.now == nil ? .virtual : .system, now: clock.now ?? .zero)
    }

    // MARK: - Time

    /// Does what fell due up to the present. Under the virtual clock nothing ever does.
    func catchUp() -> [ClusterEffect] {
        guard let now = clock.now else { return [] }
        var effects: [ClusterEffect] = []
        measure(into: &effects) { $0.advance(to: now) }
        return effects
    }

    /// When the next run falls due or the next offer ends, where time moves by itself.
    var nextEffect: Instant? { clock.now == nil ? nil : allocator.nextEffect }

    // MARK: - Calls

    /// Applies deliveries in order, with nothing between them.
    func apply(_ deliveries: [Delivery]) -> [ClusterEffect] {
        var effects: [ClusterEffect] = []
        effects.reserveCapacity(deliveries.count)
        for delivery in deliveries {
            let started = MonotonicTime.now()
            let result = answer(to: delivery)
            effects.append(.answered(delivery, result, at: allocator.now))
            takeEffects(since: started, into: &effects)
        }
        return effects
    }

    /// Runs the allocation that the batch triggered, if it did.
    func finishBatch() -> [ClusterEffect] {
        var effects: [ClusterEffect] = []
        measure(into: &effects) { $0.finishBatch() }
        return effects
    }

    private func answer(to delivery: Delivery) -> Result<Reply, Refusal> {
        do throws(Refusal) {
            return .success(try allocator.apply(try delivery.call.get(), by: delivery.event.master))
        } catch {
            return .failure(error)
        }
    }

    // MARK: - Runs and rescissions

    private func measure(into effects: inout [ClusterEffect], _ work: (inout Allocator) -> Void) {
        let started = MonotonicTime.now()
        work(&allocator)
        takeEffects(since: started, into: &effects)
    }

    /// Several runs of one call (a virtual `advance`) share its time evenly: the core, which knows no clock, cannot tell
    /// them apart.
    private func takeEffects(since started: Int64, into effects: inout [ClusterEffect]) {
        let happened = allocator.takeEffects()
        guard !happened.isEmpty else { return }
        let runs = happened.count { if case .run = $0 { true } else { false } }
        let duration = (MonotonicTime.now() - started) / Int64(max(1, runs))
        for effect in happened {
            switch effect {
            case .run(let run): effects.append(.ran(run, durationNanoseconds: duration))
            case .rescinded(let rescission): effects.append(.rescinded(rescission))
            }
        }
    }

    // MARK: - Questions

    func digest() -> WireDigest {
        var digest = WireDigest()
        digest.digest = allocator.digest()
        digest.events = allocator.appliedCalls
        digest.timeNs = allocator.now.nanoseconds
        digest.runs = allocator.runs
        return digest
    }

    /// What is offered to a master now, and when that is.
    func outstanding(of master: String) -> WireOutstanding {
        var outstanding = WireOutstanding()
        outstanding.offers = allocator.outstandingOffers(of: master).map { WireOfferBatch($0) }
        outstanding.inverseOffers = allocator.outstandingInverseOffers(of: master).map { WireInverseOfferBatch($0) }
        outstanding.timeNs = allocator.now.nanoseconds
        return outstanding
    }
}
