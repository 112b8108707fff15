import AllocatorWire

/// The everyday events of a cluster: an agent is added and offered, the offer is used in part and the rest declined,
/// resources are reserved, tasks end, the agent is removed. Only one framework can be offered the agent, so the events
/// can name it in advance.
enum MixedEvents {
    static let framework = Messages.frameworkID(0)
    static let role = "engineering"
    /// The number of initial agents, which are fully used.
    private static let agents = 1_000
    /// The number of rounds between revivals of the framework.
    private static let roundsPerRevival = 100

    static func setUp(_ conversation: inout MasterConnection) throws {
        try conversation.apply(batch: [Messages.event(Messages.framework(framework, role: role))])
        let resources = [Messages.scalar("cpus", 16), Messages.scalar("mem", 65_536)]
        let agents = (0..<agents).map { number in
            Messages.event(
                Messages.agent(
                    Messages.agentID(number), total: resources,
                    used: resources.map { resource in
                        var used = resource
                        used.allocationInfo.role = role
                        return used
                    }, by: framework))
        }
        try conversation.apply(batch: agents)
    }

    /// Returns at least `count` events, one per message.
    static func events(_ count: Int) throws -> Frames {
        var frames = Frames()
        var round = 0
        while frames.count < count {
            for call in calls(ofRound: round) { try frames.append(Messages.event(call)) }
            round += 1
        }
        return frames
    }

    private static func calls(ofRound round: Int) -> [WireEvent.OneOf_Call] {
        let agent = Messages.agentID(agents + round % 10_000)
        func parts(_ cpus: Double, _ mem: Double) -> [MesosResource] {
            [Messages.scalar("cpus", cpus, to: role), Messages.scalar("mem", mem, to: role)]
        }
        var calls: [WireEvent.OneOf_Call] = [
            Messages.agent(agent, total: [Messages.scalar("cpus", 16), Messages.scalar("mem", 65_536)]),
            Messages.transition(parts(4, 8_192), of: agent, framework),
            Messages.recover(parts(8, 32_768), of: agent, from: framework, refuseSeconds: 5),
            reserve(of: agent),
            Messages.recover(parts(1, 2_048), of: agent, from: framework, isAllocated: true),
            Messages.recover(parts(1, 2_048), of: agent, from: framework, isAllocated: true),
        ]
        if round % roundsPerRevival == roundsPerRevival - 1 {
            calls.append(.suppressOffers(Messages.roles(of: framework)))
            calls.append(.reviveOffers(Messages.roles(of: framework)))
        }
        var reference = WireAgentRef()
        reference.agentID = agent
        calls.append(.removeAgent(reference))
        return calls
    }

    /// Returns a reservation of offered resources.
    private static func reserve(of agent: String) -> WireEvent.OneOf_Call {
        var reserved = Messages.scalar("cpus", 2, to: role)
        var reservation = MesosResource.ReservationInfo()
        reservation.type = .dynamic
        reservation.role = role
        reservation.principal = "bench"
        reserved.reservations = [reservation]
        var operation = MesosOffer.Operation()
        operation.type = .reserve
        operation.reserve.resources = [reserved]
        var call = WireUpdateAllocation()
        call.frameworkID = framework
        call.agentID = agent
        call.offeredResources = [Messages.scalar("cpus", 2, to: role)]
        call.operations = [operation]
        return .updateAllocation(call)
    }
}
