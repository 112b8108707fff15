import AllocatorCore
import AllocatorLoad

/// Converts a player's actions to calls of the core, and allocation runs to offers of a workload, without the wire
/// format.
struct WorkloadCalls: Sendable {
    private let workload: ClusterWorkload
    private let frameworks: [Name]
    private let machines: [Name]
    /// The role of each framework.
    private let roles: [Name]
    private let frameworkOf: [Name: Int]
    private let machineOf: [Name: Int]
    private let resources: [ScalarResource]
    /// The resource metadata, in the order of `resources`. All resources share these instances, so that the core
    /// compares them quickly.
    private let metadata: [ResourceMetadata]
    private let refusal: RefusalFilters

    init(_ workload: ClusterWorkload, refusal: Duration) {
        self.workload = workload
        let roster = Roster(workload, master: Policy.master)
        frameworks = roster.frameworkIDs.map { Name($0) }
        machines = roster.agentIDs.map { Name($0) }
        roles = workload.frameworks.map { Name($0.role) }
        frameworkOf = Dictionary(uniqueKeysWithValues: zip(frameworks, frameworks.indices))
        machineOf = Dictionary(uniqueKeysWithValues: zip(machines, machines.indices))
        resources = workload.resources
        metadata = resources.map { ResourceMetadata(name: Name($0.name), type: .scalar) }
        self.refusal = RefusalFilters(refuseSeconds: refusal / .seconds(1))
    }

    // MARK: - Setup

    func addAgent(_ machine: Int) -> Call {
        let model = workload.machines[machine].model
        let attribute = Attribute(name: Name(ClusterWorkload.modelAttribute), value: .text(Name(model)))
        return .addAgent(
            AgentDescription(
                id: machines[machine], hostname: machines[machine], attributes: model.isEmpty ? [] : [attribute],
                capabilities: [.multiRole, .hierarchicalRole, .reservationRefinement]),
            unavailability: nil, total: resources(workload.machines[machine].total, role: nil), used: [:])
    }

    /// Returns the call that adds a framework. If its requests require certain models, the framework has offer
    /// constraints: one group for each model.
    func addFramework(_ framework: Int, suppressed: Bool) -> Call {
        let role = roles[framework]
        let models = workload.frameworks[framework].models
        let groups = models.map { model in
            [
                AttributeConstraint(
                    selector: .attribute(Name(ClusterWorkload.modelAttribute)), predicate: .textEquals(Name(model)))
            ]
        }
        return .addFramework(
            FrameworkDescription(
                id: frameworks[framework], name: Name(workload.frameworks[framework].name), roles: [role],
                capabilities: [.gpuResources, .multiRole, .reservationRefinement],
                suppressedRoles: suppressed ? [role] : [],
                offerConstraints: models.isEmpty ? [:] : [role: RoleConstraints(groups: groups)]),
            used: [:], isActive: true)
    }

    // MARK: - Playing

    func call(_ action: PlayerAction) -> Call {
        switch action {
        case .accept(let framework, let machine, let amounts):
            .transitionOfferedToAllocated(
                agent: machines[machine], resources: resources(amounts, role: roles[framework]),
                framework: frameworks[framework])
        case .decline(let framework, let machine, let amounts):
            .recoverResources(
                framework: frameworks[framework], agent: machines[machine],
                resources: resources(amounts, role: roles[framework]), filters: refusal, isAllocated: false)
        case .finish(let framework, let machine, let amounts):
            .recoverResources(
                framework: frameworks[framework], agent: machines[machine],
                resources: resources(amounts, role: roles[framework]), filters: nil, isAllocated: true)
        case .suppress(let framework): .suppressOffers(framework: frameworks[framework], roles: [])
        case .revive(let framework): .reviveOffers(framework: frameworks[framework], roles: [])
        }
    }

    /// Returns the offers of a run. The allocator has no frameworks and resources other than those of the workload.
    func offers(_ run: AllocationRun) -> [MachineOffer] {
        var offers: [MachineOffer] = []
        for bundle in run.offers {
            guard let framework = frameworkOf[bundle.framework] else {
                preconditionFailure("framework \(bundle.framework) is offered something and was never added")
            }
            for agent in bundle.roles.lazy.flatMap(\.agents) {
                guard let machine = machineOf[agent.agent] else {
                    preconditionFailure("agent \(agent.agent) is offered and was never added")
                }
                offers.append(MachineOffer(framework: framework, machine: machine, amounts: amounts(agent.resources)))
            }
        }
        return offers
    }

    private func resources(_ amounts: Amounts, role: Name?) -> [Resource] {
        var result: [Resource] = []
        result.reserveCapacity(metadata.count)
        for (place, resource) in resources.enumerated() where amounts[resource] != 0 {
            let quantity = Quantity(thousandths: amounts[resource])
            result.append(Resource(metadata: metadata[place], amount: .scalar(quantity), allocationRole: role))
        }
        return result
    }

    private func amounts(_ resources: [Resource]) -> Amounts {
        var amounts = Amounts.zero
        for resource in resources {
            guard let place = metadata.firstIndex(where: { $0.name == resource.metadata.name }),
                case .scalar(let quantity) = resource.amount
            else { preconditionFailure("\(resource.metadata.name) is offered and no machine has it") }
            amounts[self.resources[place]] += quantity.thousandths
        }
        return amounts
    }
}
