import AllocatorWire
import SwiftProtobuf

/// Sequenced events, encoded before the measurement: those that create a cluster, then one repeated hot call.
struct JournalWorkload {
    private static let agents = 1_000
    private static let framework = "framework"
    private static let role = "role"
    private let encoder = EventEncoder()

    /// The calls that create the cluster: agents that are all offered to one framework.
    var setUp: [WireEvent] {
        var initialize = WireInitialize()
        initialize.agentOrder = .byID
        return [.with { $0.initialize = initialize }]
            + (0..<Self.agents).map { number in .with { $0.addAgent = agent(number) } }
            + [.with { $0.addFramework = framework }]
    }

    /// Returns events of about 200 bytes, each of which uses so little of the offers that they last for 64 million
    /// events.
    func events(_ count: Int, from first: UInt64) throws -> [[UInt8]] {
        try (0..<count).map { number in
            var call = WireTransitionOfferedToAllocated()
            call.agentID = Self.id(number % Self.agents)
            call.frameworkID = Self.framework
            call.resources = [resource("cpus", 0.001), resource("mem", 0.004)].map { resource in
                var resource = resource
                resource.allocationInfo.role = Self.role
                return resource
            }
            var event = Self.numbered(first + UInt64(number))
            event.transitionOfferedToAllocated = call
            return try encoder.encode(event, as: .binary)
        }
    }

    static func numbered(_ sequence: UInt64) -> WireEvent {
        var event = WireEvent()
        event.master = Sender.master
        event.epoch = 1
        event.sequence = sequence
        return event
    }

    private func agent(_ number: Int) -> WireAddAgent {
        var call = WireAddAgent()
        call.agent.id.value = Self.id(number)
        call.agent.hostname = "host-\(number)"
        call.total.resources = [resource("cpus", 64), resource("mem", 262_144)]
        return call
    }

    private var framework: WireAddFramework {
        var call = WireAddFramework()
        call.framework.id.value = Self.framework
        call.framework.role = Self.role
        return call
    }

    private func resource(_ name: String, _ value: Double) -> MesosResource {
        var resource = MesosResource()
        resource.name = name
        resource.type = .scalar
        resource.scalar.value = value
        return resource
    }

    /// An id of the length of Mesos's ids.
    private static func id(_ number: Int) -> String {
        let digits = String(number)
        return "8a6b2f3c-55d1-4e0b-9a3e-0c1d2e3f4a5b-S" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
