import AllocatorWire
import SwiftProtobuf

/// The parts of events, with ids as long as Mesos's.
enum Messages {
    static let empty = Google_Protobuf_Empty()

    private static let prefix = "8a6b2f3c-55d1-4e0b-9a3e-0c1d2e3f4a5b"

    static func agentID(_ number: Int) -> String { prefix + "-S" + sixDigits(number) }

    static func frameworkID(_ number: Int) -> String { prefix + "-" + sixDigits(number) }

    private static func sixDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    static func event(_ call: WireEvent.OneOf_Call, from master: String = MasterConnection.master) -> WireEvent {
        var event = WireEvent()
        event.master = master
        event.call = call
        return event
    }

    /// Options that visit agents by id, so that decisions are deterministic.
    static var options: WireInitialize {
        var options = WireInitialize()
        options.agentOrder = .byID
        return options
    }

    static func scalar(_ name: String, _ value: Double, to role: String? = nil) -> MesosResource {
        var resource = MesosResource()
        resource.name = name
        resource.type = .scalar
        resource.scalar.value = value
        if let role { resource.allocationInfo.role = role }
        return resource
    }

    static func ports(_ ranges: [ClosedRange<UInt64>], to role: String? = nil) -> MesosResource {
        var resource = MesosResource()
        resource.name = "ports"
        resource.type = .ranges
        resource.ranges.range = ranges.map { range in
            var wire = MesosValue.Range()
            wire.begin = range.lowerBound
            wire.end = range.upperBound
            return wire
        }
        if let role { resource.allocationInfo.role = role }
        return resource
    }

    private static let agentCapabilities: [MesosAgentInfo.Capability.TypeEnum] = [
        .multiRole, .hierarchicalRole, .reservationRefinement,
    ]

    static func agent(
        _ id: String, total: [MesosResource], used: [MesosResource] = [], by framework: String = ""
    ) -> WireEvent.OneOf_Call {
        var call = WireAddAgent()
        call.agent.id.value = id
        call.agent.hostname = "host-\(id.suffix(6)).example.org"
        call.capabilities = agentCapabilities.map { type in
            var capability = MesosAgentInfo.Capability()
            capability.type = type
            return capability
        }
        call.total.resources = total
        if !used.isEmpty { call.used[framework, default: WireResourceList()].resources = used }
        return .addAgent(call)
    }

    static func framework(
        _ id: String, role: String, capabilities: [MesosFrameworkInfo.Capability.TypeEnum] = [.multiRole]
    ) -> WireEvent.OneOf_Call {
        var call = WireAddFramework()
        call.framework.id.value = id
        call.framework.name = "bench"
        call.framework.user = "bench"
        call.framework.roles = [role]
        call.framework.capabilities = capabilities.map { type in
            var capability = MesosFrameworkInfo.Capability()
            capability.type = type
            return capability
        }
        return .addFramework(call)
    }

    /// - Parameter refuseSeconds: The duration of the filter, or `nil` for none.
    static func recover(
        _ resources: [MesosResource], of agent: String, from framework: String, refuseSeconds: Double? = nil,
        isAllocated: Bool = false
    ) -> WireEvent.OneOf_Call {
        var call = WireRecoverResources()
        call.frameworkID = framework
        call.agentID = agent
        call.resources = resources
        if let refuseSeconds { call.filters.refuseSeconds = refuseSeconds }
        call.isAllocated = isAllocated
        return .recoverResources(call)
    }

    static func transition(_ resources: [MesosResource], of agent: String, _ framework: String) -> WireEvent.OneOf_Call
    {
        var call = WireTransitionOfferedToAllocated()
        call.agentID = agent
        call.resources = resources
        call.frameworkID = framework
        return .transitionOfferedToAllocated(call)
    }

    static func roles(of framework: String) -> WireFrameworkRoles {
        var call = WireFrameworkRoles()
        call.frameworkID = framework
        return call
    }

    static func advance(seconds: Int64) -> WireEvent {
        var call = WireAdvance()
        call.duration = Google_Protobuf_Duration(seconds: seconds)
        return event(.advance(call))
    }
}
