import AllocatorCore
import AllocatorLoad

/// A simple allocator for tests of the player. It offers the free resources of a machine to a random framework that
/// asks. It checks that frameworks use only what they were offered. It does not repeat a declined offer to a framework
/// unless more became free.
struct SimpleAllocator {
    private let workload: ClusterWorkload
    private var free: [Amounts]
    private var offered: [Key: Amounts] = [:]
    private var allocated: [Key: Amounts] = [:]
    private var declined: [Key: Amounts] = [:]
    private var suppressed: Set<Int>
    private var random: Generator

    private struct Key: Hashable {
        let framework: Int
        let machine: Int
    }

    init(_ workload: ClusterWorkload, suppressed: Set<Int>, seed: UInt64) {
        self.workload = workload
        self.suppressed = suppressed
        free = workload.machines.map(\.total)
        random = Generator(seed: seed)
    }

    /// Whether nothing is offered or allocated.
    var isIdle: Bool {
        free == workload.machines.map(\.total) && (offered.values.allSatisfy { $0 == .zero })
            && (allocated.values.allSatisfy { $0 == .zero })
    }

    /// Offers each free machine to one framework that may have it.
    mutating func run() -> [MachineOffer] {
        var offers: [MachineOffer] = []
        for machine in free.indices.shuffled(using: &random) where free[machine] != .zero {
            let askers = workload.frameworks.indices.filter { framework in
                let key = Key(framework: framework, machine: machine)
                let isFiltered = declined[key].map { free[machine].fits(into: $0) } ?? false
                return !suppressed.contains(framework) && !isFiltered
                    && workload.frameworks[framework].accepts(model: workload.machines[machine].model)
            }
            guard let framework = askers.randomElement(using: &random) else { continue }
            offered[Key(framework: framework, machine: machine), default: .zero] += free[machine]
            offers.append(MachineOffer(framework: framework, machine: machine, amounts: free[machine]))
            free[machine] = .zero
        }
        return offers
    }

    /// Applies an action.
    ///
    /// - Returns: The fault of an invalid action, or `nil`.
    mutating func apply(_ action: PlayerAction) -> String? {
        switch action {
        case .accept(let framework, let machine, let amounts):
            let key = Key(framework: framework, machine: machine)
            guard amounts.fits(into: offered[key] ?? .zero) else { return "accepts more than was offered: \(action)" }
            offered[key]? -= amounts
            allocated[key, default: .zero] += amounts
        case .decline(let framework, let machine, let amounts):
            let key = Key(framework: framework, machine: machine)
            guard amounts.fits(into: offered[key] ?? .zero) else { return "declines more than was offered: \(action)" }
            offered[key]? -= amounts
            free[machine] += amounts
            declined[key] = amounts
        case .finish(let framework, let machine, let amounts):
            let key = Key(framework: framework, machine: machine)
            guard amounts.fits(into: allocated[key] ?? .zero) else { return "frees more than it has: \(action)" }
            allocated[key]? -= amounts
            free[machine] += amounts
        case .suppress(let framework):
            guard suppressed.insert(framework).inserted else { return "suppresses twice: \(action)" }
        case .revive(let framework):
            suppressed.remove(framework)
            declined = declined.filter { $0.key.framework != framework }
        }
        return nil
    }

    /// Whether an offer has not been answered in full.
    var hasOpenOffers: Bool { offered.values.contains { $0 != .zero } }
}
