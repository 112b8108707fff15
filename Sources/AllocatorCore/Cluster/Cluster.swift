/// The state of an initialized cluster, and everything that may be done to it.
///
/// The parts are apart by what they are about: `Cluster+Agents`, `Cluster+Frameworks` and so on hold the calls,
/// `Cluster+Holdings` what keeps agents, sums and order in step, `Cluster+Run` the allocation.
struct Cluster: Sendable {
    let options: AllocatorOptions
    /// Changed by `Allocator.limit(by:)` only.
    var limits: AllocatorLimits

    var kinds = ResourceKindTable()
    var tree: RoleTree

    var agents = AgentTable()

    var frameworks = FrameworkTable()
    var offerBook = OfferBook()
    /// What the regular expressions of all frameworks match.
    var patterns = PatternIndex()

    /// The quantities of which an offer must contain one; empty: no minimum.
    let minimums: [Quantities]

    var isPaused = false
    /// How many agents `recover` waits for; nil once they have come.
    var expectedAgentCount: Int?

    var candidates = Candidates()
    /// Whether a call has asked for a run that has not been done yet.
    var isRunWanted = false
    var runs: UInt64 = 0
    var memory = RunMemory()

    var now: Instant
    var nextRun: Instant

    var generator: Generator

    var size: ClusterSize

    /// How many kinds and roles there were when the unused ones were last dropped.
    var kindsAfterCollection = 0
    var rolesAfterCollection = 0
    /// Whether a call was refused because there was no room for a kind or a role.
    var isOutOfRoom = false
    /// Whether a kind, or a role that is not alive, may have become unused since the last collection. It may be true for nothing.
    var mayHaveUnused = false
    /// How often all of the cluster was gone through to drop unused kinds and roles.
    var collections = 0

    init(options: AllocatorOptions, limits: AllocatorLimits, now: Instant) {
        self.options = options
        self.limits = limits
        self.now = now
        nextRun = now.advanced(by: options.allocationInterval)
        generator = Generator(seed: options.seed)
        var kinds = ResourceKindTable()
        let excluded = options.fairnessExcludeResourceNames.sorted().map { kinds.intern(name: $0) }
        tree = RoleTree(totals: FairTotals(excluding: Set(excluded)))
        minimums = options.minimumAllocatableResources.map { kinds.intern(quantities: $0) }
        self.kinds = kinds
        let names = kinds.names.names.reduce(0) { $0 + EncodedSize.text($1) }
        size = ClusterSize(measured: EncodedSize.cluster(options) + names)
    }

    // MARK: Names

    // What is asked on the way of each event and of each offer is inlined, here and in the other parts: Swift 6.3 copies a
    // cluster, byte by byte, to hand it over to a function that does not change it.
    @inline(__always)
    func knownAgent(_ id: Name) throws(Refusal) -> Slot<Agent> {
        guard let agent = agents.slot(of: id) else {
            throw .notFound("agent '\(id)' is not known: correct its id, or add it by add_agent")
        }
        return agent
    }

    @inline(__always)
    func knownFramework(_ id: Name) throws(Refusal) -> Slot<Framework> {
        guard let framework = frameworks.addedSlot(of: id) else {
            throw .notFound("framework '\(id)' is not known: correct its id, or add it by add_framework")
        }
        return framework
    }

    // MARK: Wanting a run

    /// Notes that all agents are candidates for the next run, which is due after the batch.
    mutating func wantRunOverAllAgents() {
        guard !isPaused else { return }
        candidates.insertAll()
        isRunWanted = true
    }

    mutating func wantRun(over agent: Slot<Agent>) {
        guard !isPaused else { return }
        candidates.insert(agent)
        isRunWanted = true
    }
}

extension ResourceKindTable {
    mutating func intern(quantities: [Name: Quantity]) -> Quantities {
        var result = Quantities()
        for name in quantities.keys.sorted() { result[intern(name: name)] = quantities[name]?.thousandths ?? 0 }
        return result
    }
}
