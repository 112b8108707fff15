import AllocatorCore

extension Comparison {
    /// Counts of the events in a random history, so that a test can assert that histories contain them.
    package struct Coverage: Sendable {
        package var accepted = 0
        package var refused = 0
        package var runs = 0
        package var bundles = 0
        package var inverseOffers = 0
        /// Bundles that were rescinded.
        package var rescinded = 0
        /// The number of outstanding bundles after each batch, summed over all batches.
        package var outstanding = 0
        /// The number of batches after which some framework's master did not listen.
        package var unheard = 0
        /// How often a master to whose frameworks something was offered stopped listening.
        package var silenced = 0
        /// The number of partly or wholly allocated holdings, summed over all batches.
        package var allocated = 0
        /// The number of holdings with merged accounts, summed over all batches.
        package var merged = 0

        package init() {}

        /// The counts of the first batches of a random history.
        package init(seed: UInt64, batches: Int) {
            for batch in ModelRun.batches(batches, seed: seed) { self += batch.coverage }
        }

        package static func += (sum: inout Self, other: Self) {
            sum.accepted += other.accepted
            sum.refused += other.refused
            sum.runs += other.runs
            sum.bundles += other.bundles
            sum.inverseOffers += other.inverseOffers
            sum.rescinded += other.rescinded
            sum.outstanding += other.outstanding
            sum.unheard += other.unheard
            sum.silenced += other.silenced
            sum.allocated += other.allocated
            sum.merged += other.merged
        }
    }
}

extension Comparison.Coverage {
    mutating func record(_ step: RandomHistory.Step, on model: ReferenceAllocator) {
        guard case .listening(false, let master) = step, !model.mastersNotListening.contains(master) else { return }
        if !model.outstandingOffers(of: master).isEmpty { silenced += 1 }
    }

    mutating func record(_ observed: [ObservedEffect]) {
        for effect in observed {
            switch effect {
            case .run(let run):
                runs += 1
                bundles += run.offers.reduce(0) { $0 + $1.bundles.count }
                inverseOffers += run.inverseOffers.reduce(0) { $0 + $1.agents.count }
            case .rescinded(let rescission):
                rescinded += rescission.frameworks.reduce(0) { $0 + $1.offers.bundles.count }
            }
        }
    }

    mutating func record(_ observed: ObservedOutstanding, notListening: Set<String>) {
        outstanding += observed.offers.reduce(0) { $0 + $1.bundles.count }
        if !notListening.isDisjoint(with: observed.masters) { unheard += 1 }
    }

    mutating func record(_ accounts: [HeldAccounts]) {
        allocated += accounts.count { !$0.allocated.isEmpty }
        merged += accounts.count(where: \.isMerged)
    }
}
