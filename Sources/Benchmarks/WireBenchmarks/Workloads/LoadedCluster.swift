import AllocatorWire

/// A cluster with offers of very large agents, and events that decline them in small parts.
struct LoadedCluster {
    static let agents = 1_000
    static let frameworks = 100
    static let role = "engineering"
    private static let sequencedMaster = "sequenced"

    /// The agents, with the framework that each is offered to, in the order of the offers. Events use them in turn.
    private var holders: [(agent: String, framework: String)] = []

    /// Creates the cluster and reads which framework was offered which agent.
    init(_ conversation: inout MasterConnection) throws {
        let frameworks = (0..<Self.frameworks).map { number in
            Messages.event(Messages.framework(Messages.frameworkID(number), role: Self.role))
        }
        try conversation.apply(batch: frameworks)
        // One batch, which requests one run over all agents.
        let agents = (0..<Self.agents).map { number in
            Messages.event(
                Messages.agent(
                    Messages.agentID(number),
                    total: [Messages.scalar("cpus", 1_000_000), Messages.scalar("mem", 128_000_000)]))
        }
        var frames = Frames()
        try frames.append(batch: agents)
        try conversation.push.send(frames)
        while holders.count < Self.agents {
            guard case .offers(let batch) = try conversation.next().body else { continue }
            for role in batch.roles {
                for offer in role.agents { holders.append((offer.agentID, batch.frameworkID)) }
            }
        }
    }

    /// Returns events that each decline half a cpu of a million.
    ///
    /// - Parameters:
    ///   - areSequenced: Whether the events are numbered from 1, by a separate master.
    ///   - size: The number of events in a batch.
    func recoverEvents(
        _ count: Int, from master: String = MasterConnection.master, areSequenced: Bool = false,
        inBatchesOf size: Int = 1
    ) throws -> Frames {
        var frames = Frames()
        let resources = [
            Messages.scalar("cpus", 0.5, to: Self.role), Messages.scalar("mem", 64, to: Self.role),
        ]
        for number in 0..<count {
            let holder = holders[number % holders.count]
            var event = Messages.event(
                Messages.recover(resources, of: holder.agent, from: holder.framework), from: master)
            if areSequenced {
                event.master = Self.sequencedMaster
                event.epoch = 1
                event.sequence = UInt64(number) + 1
            }
            try frames.append(event, isLast: (number + 1).isMultiple(of: size))
        }
        return frames
    }
}
