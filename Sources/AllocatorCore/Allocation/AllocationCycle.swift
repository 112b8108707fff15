/// The decisions of one allocation cycle: its accounting, and its two stages (`Guarantees`, `FairShare`).
///
/// The stages read the cluster, and pass what they decide to a `GrantSink`.
struct AllocationCycle: Sendable {
    let seeds: RunSeeds
    var quota: QuotaAccount
    var withheld = WithheldQuantities()
    /// The computed offers of the current agent.
    var offers = OfferCache()
    /// Whether a framework may be offered more of the current agent later although neither of them changes.
    var isRefusalTransient = false

    init(_ seeds: RunSeeds, _ quota: QuotaAccount) {
        self.seeds = seeds
        self.quota = quota
    }
}

extension Cluster {
    /// A cycle that begins with the cluster as it is.
    func allocationCycle(_ seeds: RunSeeds) -> AllocationCycle {
        AllocationCycle(seeds, QuotaAccount(tree, availableRevocable: agents.availableRevocable))
    }
}
