package import AllocatorWire
import SwiftProtobuf

extension ClusterWorkload {
    /// Returns the call that adds a machine.
    package func addAgent(_ machine: Int) -> WireEvent.OneOf_Call {
        let machine = machines[machine]
        return .addAgent(
            .with {
                $0.agent.id.value = machine.name
                $0.agent.hostname = machine.name
                if !machine.model.isEmpty {
                    $0.agent.attributes = [
                        .with {
                            $0.name = Self.modelAttribute
                            $0.type = .text
                            $0.text.value = machine.model
                        }
                    ]
                }
                $0.capabilities = [.multiRole, .hierarchicalRole, .reservationRefinement].map { type in
                    .with { $0.type = type }
                }
                $0.total.resources = machine.total.resources()
            })
    }

    /// Returns the call that adds a framework. If its requests require certain models, the framework has offer
    /// constraints.
    package func addFramework(_ framework: Int, _ roster: Roster, suppressed: Bool) -> WireEvent.OneOf_Call {
        let id = roster.frameworkIDs[framework]
        let framework = frameworks[framework]
        return .addFramework(
            .with {
                $0.framework.id.value = id
                $0.framework.name = framework.name
                $0.framework.roles = [framework.role]
                $0.framework.capabilities = [.gpuResources, .multiRole, .reservationRefinement].map { type in
                    .with { $0.type = type }
                }
                if suppressed { $0.options.suppressedRoles = [framework.role] }
                if !framework.models.isEmpty {
                    $0.options.offerConstraints.roleConstraints[framework.role] = framework.constraints
                }
            })
    }
}

extension SimulatedFramework {
    /// The offer constraints: one group for each model, of which a machine must match at least one.
    fileprivate var constraints: MesosOfferConstraints.RoleConstraints {
        .with {
            $0.groups = models.map { model in
                .with {
                    $0.attributeConstraints = [
                        .with {
                            $0.selector.attributeName = ClusterWorkload.modelAttribute
                            $0.predicate.textEquals.value = model
                        }
                    ]
                }
            }
        }
    }
}
