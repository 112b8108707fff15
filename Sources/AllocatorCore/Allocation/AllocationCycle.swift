/// The decisions of one allocation cycle: its quota account, and its two stages (`Guarantees`, `FairShare`).
///
/// The stages read the cluster and pass their decisions to a `GrantSink`.
struct AllocationCycle: Sendable {
    let seeds: RunSeeds
    var quota: QuotaAccount
    var withheld = WithheldQuantities()
    /// Whether the first stage may grant indivisible disks that exceed what a guarantee lacks, because it has granted
    /// all smaller ones.
    var grantsLargerDisks = false
    /// The computed offers of the current agent.
    var offers = OfferCache()
    /// Whether a framework may be offered more of the current agent later, although neither of them changes.
    var isRefusalTransient = false

    init(_ seeds: RunSeeds, _ quota: QuotaAccount) {
        self.seeds = seeds
        self.quota = quota
    }
}

extension Cluster {
    /// The account of the current state.
    ///
    /// - Complexity: Linear in the roles with a quota, and with policies also in the agents.
    @inline(__always)
    var quotaAccount: QuotaAccount {
        QuotaAccount(
            tree, availableRevocable: agents.availableRevocable,
            availableUnreserved: options.hasPolicies ? availableUnreserved : Quantities())
    }

    /// The available unreserved, non-revocable scalars of all agents.
    private var availableUnreserved: Quantities {
        var sum = Quantities()
        for agent in agents.sorted { sum += agents[agent].available.quantities { $0.isQuotaResource } }
        return sum
    }

    /// Returns a cycle that starts from the current state of the cluster.
    func allocationCycle(_ seeds: RunSeeds) -> AllocationCycle {
        AllocationCycle(seeds, quotaAccount)
    }
}
