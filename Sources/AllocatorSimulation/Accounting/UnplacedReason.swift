import AllocatorCore
import AllocatorLoad

/// The reason why a request was not placed.
package enum UnplacedReason: String, CaseIterable, Sendable {
    case noMachineOfModel = "no_machine_of_model"
    case largerThanAnyMachine = "larger_than_any_machine"
    /// The request exceeds the limit of its role.
    case aboveRoleLimit = "above_role_limit"
    /// No machine that could hold the request reaches one of the policy's minimum quantities, so none is offered.
    case belowMinimum = "below_minimum"
    /// The guarantees of other roles leave too few resources of the cluster.
    case heldBack = "held_back"
    /// The request waits forever, for none of the reasons above.
    case neverOffered = "never_offered"
    /// The request was waiting when the simulation ended.
    case stillWaiting = "still_waiting"
    case notYetCome = "not_yet_come"
}

/// Determines the reasons why requests of a simulation were not placed.
struct UnplacedReasons {
    private let outcome: SimulationOutcome
    private let workload: ClusterWorkload

    init(_ outcome: SimulationOutcome) {
        self.outcome = outcome
        workload = outcome.player.workload
    }

    /// Returns the number of requests for each reason that occurs.
    func counted() -> [UnplacedReason: Int] {
        var counts: [UnplacedReason: Int] = [:]
        var known: [Want: UnplacedReason] = [:]
        for (request, status) in zip(workload.requests, outcome.player.ledger.statuses) {
            switch status {
            case .running, .finished: continue
            case .expected: counts[.notYetCome, default: 0] += 1
            case .impossible(.noMachineOfModel): counts[.noMachineOfModel, default: 0] += 1
            case .impossible(.largerThanAnyMachine): counts[.largerThanAnyMachine, default: 0] += 1
            case .waiting:
                let want = Want(role: request.role, amounts: request.amounts, models: request.models)
                let reason = known[want] ?? reasonToWait(request)
                known[want] = reason
                counts[reason, default: 0] += 1
            }
        }
        return counts
    }

    private struct Want: Hashable {
        let role: String
        let amounts: Amounts
        let models: [String]
    }

    private func reasonToWait(_ request: Request) -> UnplacedReason {
        if isAboveLimit(request) { return .aboveRoleLimit }
        guard outcome.ending == .waitsForEver else { return .stillWaiting }
        if isBelowMinimum(request) { return .belowMinimum }
        return isHeldBack(request) ? .heldBack : .neverOffered
    }

    private func isAboveLimit(_ request: Request) -> Bool {
        guard let quota = outcome.policy.quotas.first(where: { $0.role.string == request.role }) else { return false }
        return request.amounts.resources.contains { resource in
            quota.limits[Name(resource.name)].map { request.amounts[resource] > $0.thousandths } ?? false
        }
    }

    private func isBelowMinimum(_ request: Request) -> Bool {
        let minimums = outcome.policy.options.minimumAllocatableResources
        guard !minimums.isEmpty else { return false }
        let machines = workload.machines.lazy.filter { machine in
            (request.models.isEmpty || request.models.contains(machine.model))
                && request.amounts.fits(into: machine.total)
        }
        return !machines.contains { machine in
            minimums.contains { minimum in
                minimum.allSatisfy { name, quantity in
                    machine.total[ScalarResource(name.string)] >= quantity.thousandths
                }
            }
        }
    }

    private func isHeldBack(_ request: Request) -> Bool {
        let others = outcome.policy.quotas.filter { $0.role.string != request.role }
        return request.amounts.resources.contains { resource in
            let held = others.compactMap { $0.guarantees[Name(resource.name)]?.thousandths }
            // A guarantee may far exceed the cluster, and the sum of several guarantees may overflow.
            let rest = held.reduce(workload.total[resource]) { max(0, $0 - $1) }
            return request.amounts[resource] > rest
        }
    }
}
