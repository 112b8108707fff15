import AllocatorCore

/// An allocator with a virtual clock, played by one master that returns what it is offered.
struct PlayedCluster {
    var allocator = Allocator(clock: .virtual)

    /// - Parameter isShuffled: whether agents are visited in random order, as in Mesos.
    init(isShuffled: Bool = true) {
        var options = AllocatorOptions()
        options.agentOrder = isShuffled ? .shuffled : .byID
        options.minimumAllocatableResources = [
            ["cpus": Quantity(thousandths: 10)], ["mem": Quantity(thousandths: 32_000)],
        ]
        apply(.initialize(options, reset: false))
    }

    /// Applies a call that a well-made benchmark makes only where it is accepted.
    mutating func apply(_ call: Call) {
        do throws(Refusal) {
            _ = try allocator.apply(call, by: "benchmark")
        } catch {
            fatalError("a benchmark made a call that was refused: \(error.message)")
        }
    }

    /// Applies calls as one batch, with the run that they ask for.
    mutating func applyBatch(_ calls: [Call]) {
        for call in calls { apply(call) }
        allocator.finishBatch()
    }

    /// Applies calls while no run is done.
    mutating func prepare(_ calls: [Call]) {
        apply(.pause)
        applyBatch(calls)
        apply(.resume)
        _ = allocator.takeEffects()
    }

    /// Moves the clock by one allocation interval, which does one run over all agents.
    mutating func runOnInterval() {
        allocator.advance(to: allocator.now.advanced(by: .seconds(1)))
    }

    /// The run that was done last.
    mutating func takeRun() -> AllocationRun {
        for case .run(let run) in allocator.takeEffects().reversed() { return run }
        fatalError("no run was done")
    }

    /// All runs that were done since effects were last taken, oldest first.
    mutating func takeRuns() -> [AllocationRun] {
        allocator.takeEffects().compactMap { effect in
            guard case .run(let run) = effect else { return nil }
            return run
        }
    }

    /// Returns everything that a run has offered.
    ///
    /// - Parameter days: for how long it is refused; nil: no filter.
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
    /// How many bundles of (role, agent) it offers.
    var bundleCount: Int { offers.reduce(0) { $0 + $1.roles.reduce(0) { $0 + $1.agents.count } } }
}
