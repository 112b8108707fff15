package import AllocatorCore

extension ReferenceCluster {
    /// The frameworks tracked under each role: those subscribed to it or holding resources allocated to it.
    package var trackedFrameworks: [Name: Set<Name>] {
        var result: [Name: Set<Name>] = [:]
        for (id, framework) in frameworks {
            for role in framework.roles { result[role, default: []].insert(id) }
            for role in (tracked[id] ?? [:]).keys { result[role, default: []].insert(id) }
        }
        return result
    }

    /// Adds and removes clients of the sorters to match the tracked frameworks.
    package mutating func settleClients() {
        counts.settle(tracked: trackedFrameworks)
    }

    package func isTracked(_ framework: Name, under role: Name) -> Bool {
        trackedFrameworks[role]?.contains(framework) ?? false
    }

    package func trackedResources(of framework: Name, role: Name, agent: Name) -> ReferenceResources {
        tracked[framework]?[role]?[agent] ?? ReferenceResources()
    }

    package mutating func setTracked(_ resources: ReferenceResources, of framework: Name, role: Name, agent: Name) {
        var byRole = tracked[framework] ?? [:]
        var byAgent = byRole[role] ?? [:]
        byAgent[agent] = resources.isEmpty ? nil : resources
        byRole[role] = byAgent.isEmpty ? nil : byAgent
        tracked[framework] = byRole.isEmpty ? nil : byRole
    }

    /// Tracks resources of any roles in the sorters and the role tree.
    package mutating func track(_ resources: ReferenceResources, of framework: Name, agent: Name) {
        for role in Set(resources.resources.compactMap(\.allocationRole)) {
            let bundle = resources.filter { $0.allocationRole == role }
            let sum = trackedResources(of: framework, role: role, agent: agent) + bundle
            setTracked(sum, of: framework, role: role, agent: agent)
            settleClients()
            counts.countAllocation(role: role, framework: framework)
        }
    }

    /// The resources tracked under the roles that `isIncluded` selects, as (agent, resources).
    package func trackedResources(
        framework: Name? = nil, where isIncluded: (Name) -> Bool = { _ in true }
    ) -> [(agent: Name, resources: ReferenceResources)] {
        tracked.filter { framework == nil || $0.key == framework }.flatMap { _, byRole in
            byRole.filter { isIncluded($0.key) }.flatMap { _, byAgent in
                byAgent.map { (agent: $0.key, resources: $0.value) }
            }
        }
    }

    /// The scalars of resources on several agents. Copies of a shared resource with the same agent and allocation role
    /// count once.
    package static func quantities(
        _ resources: [(agent: Name, resources: ReferenceResources)],
        where isIncluded: (Resource) -> Bool = { _ in true }
    ) -> ReferenceQuantities {
        var sum = ReferenceQuantities()
        var seen: [(agent: Name, resource: Resource)] = []
        for (agent, resources) in resources {
            for resource in resources.resources where isIncluded(resource) {
                guard case .scalar(let quantity) = resource.amount else { continue }
                if resource.metadata.isShared {
                    let isKnown = seen.contains {
                        $0.agent == agent && ResourceComparison.equal($0.resource, resource)
                    }
                    if isKnown { continue }
                    seen.append((agent, resource))
                }
                sum.add(quantity, of: resource.metadata.name)
            }
        }
        return sum
    }
}
