/// An initialized cluster: tables that own their invariants, and the calls that change several of them.
///
/// Extensions are grouped by topic: calls about agents, frameworks, offers, quota and maintenance. `Cluster+Holdings`
/// keeps agents and roles consistent. The allocation run is in `Allocation`.
struct Cluster: Sendable {
    let options: AllocatorOptions
    /// Changed only by `Allocator.limit(by:)`.
    var limits: AllocatorLimits

    var kinds = ResourceKindTable()
    var tree: RoleTree
    var agents: AgentTable
    var frameworks = FrameworkTable()
    var offerBook = OfferBook()
    var schedule: RunSchedule
    /// The results of matching the regular expressions of all frameworks.
    var patterns = PatternIndex()
    var collection = UnusedNameCollection()
    var memory = RunMemory()
    var generator: Generator
    var size: ClusterSize

    /// The default minimum quantities. An offer must contain at least one of them. If empty, there is no minimum.
    let minimums: [Quantities]

    init(options: AllocatorOptions, limits: AllocatorLimits, now: Instant) {
        self.options = options
        self.limits = limits
        schedule = RunSchedule(now: now, interval: options.allocationInterval)
        generator = Generator(seed: options.seed)
        var kinds = ResourceKindTable()
        let excluded = options.fairnessExcludeResourceNames.sorted().map { kinds.intern(name: $0) }
        tree = RoleTree(totals: FairTotals(excluding: Set(excluded)), quotaScope: options.quotaScope)
        agents = AgentTable()
        minimums = options.minimumAllocatableResources.map { kinds.intern(quantities: $0) }
        self.kinds = kinds
        let names = kinds.names.names.reduce(0) { $0 + EncodedSize.text($1) }
        size = ClusterSize(measured: EncodedSize.cluster(options) + names)
    }

    // MARK: Names

    func knownAgent(_ id: Name) throws(Refusal) -> AgentSlot {
        guard let agent = agents.slot(of: id) else {
            throw .notFound("agent '\(id)' is not known: correct its id, or add it with add_agent")
        }
        return agent
    }

    func knownFramework(_ id: Name) throws(Refusal) -> FrameworkSlot {
        guard let framework = frameworks.addedSlot(of: id) else {
            throw .notFound("framework '\(id)' is not known: correct its id, or add it with add_framework")
        }
        return framework
    }
}

extension ResourceKindTable {
    mutating func intern(quantities: [Name: Quantity]) -> Quantities {
        var result = Quantities()
        for name in quantities.keys.sorted() { result[intern(name: name)] = quantities[name]?.thousandths ?? 0 }
        return result
    }
}
