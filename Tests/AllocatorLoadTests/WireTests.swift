import AllocatorLoad
import AllocatorWire
import SwiftProtobuf
import Testing

@Suite
struct WireTests {
    private let workload = ClusterWorkload(
        machines: [Machine(name: "m1", total: Amounts(cpus: 4_000, memory: 8_192_000, gpus: 2_000), model: "T4")],
        requests: [
            Request(name: "r1", amounts: Amounts(cpus: 1), role: "LS", runTime: .zero),
            Request(name: "r2", amounts: Amounts(cpus: 1), models: ["T4", "A10"], role: "LS", runTime: .zero),
        ]
    ) { _ in 1 }

    private var roster: Roster { Roster(workload, master: "load") }

    private func resource(_ name: String, _ value: Double, role: String? = nil) -> MesosResource {
        .with {
            $0.name = name
            $0.type = .scalar
            $0.scalar.value = value
            if let role { $0.allocationInfo.role = role }
        }
    }

    @Test func `a machine becomes an agent with its model as a text attribute`() throws {
        guard case .addAgent(let call) = workload.addAgent(0) else { throw Unexpected() }
        #expect(call.agent.id.value == "m1")
        #expect(call.agent.hostname == "m1")
        #expect(call.agent.attributes.map(\.name) == ["model"])
        #expect(call.agent.attributes.map(\.text.value) == ["T4"])
        #expect(call.total.resources == [resource("cpus", 4), resource("mem", 8192), resource("gpus", 2)])
        #expect(call.capabilities.map(\.type) == [.multiRole, .hierarchicalRole, .reservationRefinement])
    }

    @Test func `a framework bound to models has offer constraints with one group for each model`() throws {
        guard case .addFramework(let call) = workload.addFramework(1, roster, suppressed: true) else {
            throw Unexpected()
        }
        #expect(call.framework.id.value == "load-LS-A10+T4")
        #expect(call.framework.roles == ["LS"])
        #expect(call.framework.capabilities.map(\.type) == [.gpuResources, .multiRole, .reservationRefinement])
        #expect(call.options.suppressedRoles == ["LS"])
        let groups = try #require(call.options.offerConstraints.roleConstraints["LS"]).groups
        #expect(groups.map { $0.attributeConstraints.map(\.predicate.textEquals.value) } == [["A10"], ["T4"]])
        #expect(groups.allSatisfy { $0.attributeConstraints.allSatisfy { $0.selector.attributeName == "model" } })
    }

    @Test func `accepting, declining and finishing name the resources with their role`() throws {
        let amounts = Amounts(cpus: 1_500, gpus: 460)
        let resources = [resource("cpus", 1.5, role: "LS"), resource("gpus", 0.46, role: "LS")]
        func call(_ action: PlayerAction) -> WireEvent.OneOf_Call {
            action.call(workload, roster, refusal: .seconds(7))
        }

        guard case .transitionOfferedToAllocated(let accept) = call(.accept(framework: 0, machine: 0, amounts: amounts))
        else { throw Unexpected() }
        #expect(accept.frameworkID == "load-LS-1")
        #expect(accept.agentID == "m1")
        #expect(accept.resources == resources)
        guard case .recoverResources(let decline) = call(.decline(framework: 0, machine: 0, amounts: amounts))
        else { throw Unexpected() }
        #expect(decline.frameworkID == "load-LS-1")
        #expect(decline.resources == resources)
        #expect(decline.filters.refuseSeconds == 7)
        #expect(!decline.isAllocated)
        guard case .recoverResources(let finish) = call(.finish(framework: 0, machine: 0, amounts: amounts))
        else { throw Unexpected() }
        #expect(finish.resources == resources)
        #expect(!finish.hasFilters)
        #expect(finish.isAllocated)
    }

    @Test func `an offer is summed up, and its unusable resources are declined at once`() throws {
        let ports = MesosResource.with {
            $0.name = "ports"
            $0.type = .ranges
            $0.allocationInfo.role = "LS"
        }
        let reserved = MesosResource.with {
            $0 = resource("cpus", 9, role: "LS")
            $0.reservations = [.with { $0.role = "LS" }]
        }
        let foreign = resource("cpus", 3, role: "LS")
        let batch = WireOfferBatch.with {
            $0.frameworkID = "load-LS-1"
            $0.roles = [
                .with {
                    $0.role = "LS"
                    $0.agents = [
                        .with {
                            $0.agentID = "m1"
                            $0.resources = [
                                resource("cpus", 1.25, role: "LS"), ports, resource("mem", 10, role: "LS"), reserved,
                            ]
                        },
                        .with {
                            $0.agentID = "another master's"
                            $0.resources = [foreign]
                        },
                    ]
                }
            ]
        }
        let (offers, givenBack) = OfferReader(roster).read(batch, refusal: .seconds(1))
        #expect(offers == [MachineOffer(framework: 0, machine: 0, amounts: Amounts(cpus: 1_250, memory: 10_000))])
        let calls = givenBack.compactMap { call in
            if case .recoverResources(let call) = call { call } else { nil }
        }
        #expect(calls.map(\.agentID) == ["m1", "another master's"])
        #expect(calls.map(\.resources) == [[ports, reserved], [foreign]])
        #expect(calls.allSatisfy { $0.frameworkID == "load-LS-1" && $0.filters.refuseSeconds == 1 && !$0.isAllocated })
    }
}

private struct Unexpected: Error {}
