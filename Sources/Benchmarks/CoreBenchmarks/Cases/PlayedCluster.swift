import AllocatorCore

/// An allocator with a virtual clock and a simulated master that returns its offers.
struct PlayedCluster {
    var allocator = Allocator(clock: .virtual)

    /// - Parameter isShuffled: Whether agents are visited in random order, as in Mesos.
    init(isShuffled: Bool = true, quotaScope: QuotaScope = .topLevel) {
        var options = AllocatorOptions()
        options.quotaScope = quotaScope
        options.agentOrder = isShuffled ? .shuffled : .byID
        options.minimumAllocatableResources = [
            ["cpus": Quantity(thousandths: 10)], ["mem": Quantity(thousandths: 32_000)],
        ]
        apply(.initialize(options, reset: false))
    }

    /// Applies a call, which must be accepted.
    mutating func apply(_ call: Call) {
        do throws(Refusal) {
            _ = try allocator.apply(call, by: "benchmark")
        } catch {
            fatalError("a benchmark made a call that was refused: \(error.message)")
        }
    }

    /// Applies calls as one batch, with the run that they request.
    mutating func applyBatch(_ calls: [Call]) {
        for call in calls { apply(call) }
        allocator.finishBatch()
    }

    /// Applies calls while the allocator is paused.
    mutating func prepare(_ calls: [Call]) {
        apply(.pause)
        applyBatch(calls)
        apply(.resume)
        _ = allocator.takeEffects()
    }

    /// Advances the clock by one allocation interval, which causes a run over all agents.
    mutating func runOnInterval() {
        allocator.advance(to: allocator.now.advanced(by: .seconds(1)))
    }

    /// Removes the effects and returns the last run.
    mutating func takeRun() -> AllocationRun {
        for case .run(let run) in allocator.takeEffects().reversed() { return run }
        fatalError("no run was done")
    }

    /// Removes the effects and returns their runs, oldest first.
    mutating func takeRuns() -> [AllocationRun] {
        allocator.takeEffects().compactMap { effect in
            guard case .run(let run) = effect else { return nil }
            return run
        }
    }

    /// Returns everything that a run has offered.
    ///
    /// - Parameter days: The duration of the filter in days, or `nil` for no filter.
    mutating func giveBack(_ run: AllocationRun, refusingForDays days: Double?) {
        let filters = RefusalFilters(refuseSeconds: (days ?? 0) * 86_400)
        for offers in run.offers {
            for role in offers.roles {
                for offer in role.agents {
                    apply(
                        .recoverResources(
                            framework: offers.framework, agent: offer.agent, resources: offer.resources,
                            filters: filters, isAllocated: false))
                }
            }
        }
    }
}

extension AllocationRun {
    /// The number of offered bundles (role, agent).
    var bundleCount: Int { offers.reduce(0) { $0 + $1.roles.reduce(0) { $0 + $1.agents.count } } }
}
