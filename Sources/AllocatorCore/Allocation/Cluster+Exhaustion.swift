/// The agents that a run can skip (`RunMemory`).
extension Cluster {
    // MARK: Agents

    /// Marks an agent as dirty, because frameworks may be offered more of it than before.
    mutating func markDirty(_ agent: AgentSlot) {
        agents.setExhausted(at: 0, of: agent)
        enqueue(agent)
    }

    /// Enqueues an agent, so that the next run over all agents visits it.
    mutating func enqueue(_ agent: AgentSlot) {
        guard !agents[agent].isEnqueued else { return }
        agents.setEnqueued(true, of: agent)
        memory.dirtyAgents.append(agent)
    }

    /// Removes an agent from the queue, before it is removed from the cluster.
    mutating func dequeue(_ agent: AgentSlot) {
        guard agents[agent].isEnqueued else { return }
        agents.setEnqueued(false, of: agent)
        memory.dirtyAgents.removeAll { $0 == agent }
    }

    /// Removes the exhausted agents from the queue after a run over all agents.
    mutating func dequeueExhausted() {
        guard !memory.dirtyAgents.isEmpty else { return }
        memory.dirtyAgents.removeAll { agent in
            let isKept = !agents[agent].available.isEmpty && agents[agent].exhaustedAt < memory.lastSweep
            if !isKept { agents.setEnqueued(false, of: agent) }
            return !isKept
        }
    }

    // MARK: Frameworks

    /// Records that a framework may now take resources in a role that it could not take before.
    mutating func recordChange(of framework: FrameworkSlot, in role: RoleSlot) {
        guard let membership = frameworks[framework].membership(in: role) else { return }
        memory.changeCounter += 1
        let client = FrameworkClient(
            framework, lastChanged: memory.changeCounter,
            frameworkClass: frameworks[framework].frameworkClass(in: role))
        tree.recordChange(of: client, at: membership.place, in: role)
    }

    // MARK: Runs

    /// Returns the agents from which a run may allocate resources, in unspecified order.
    ///
    /// - Parameter isEveryoneAsked: Whether exhausted agents are visited too, because withheld quantities count.
    mutating func agentsToVisit(isEveryoneAsked: Bool) -> [AgentSlot] {
        guard schedule.candidates.areAll else {
            return schedule.candidates.some.slots.filter { needsVisit($0, isEveryoneAsked) && agents.isEligible($0) }
        }
        if isEveryoneAsked { return agents.sorted.filter { needsVisit($0, true) && agents.isEligible($0) } }
        guard memory.lastSweep != memory.changeCounter else {
            return memory.dirtyAgents.filter { needsVisit($0, false) && agents.isEligible($0) }
        }
        memory.lastSweep = memory.changeCounter
        var visits: [AgentSlot] = []
        for agent in agents.sorted where needsVisit(agent, false) {
            // An ineligible agent is visited from the queue once it is eligible again.
            if agents.isEligible(agent) { visits.append(agent) } else { enqueue(agent) }
        }
        return visits
    }

    private func needsVisit(_ agent: AgentSlot, _ isEveryoneAsked: Bool) -> Bool {
        !agents[agent].available.isEmpty && (isEveryoneAsked || agents[agent].exhaustedAt < memory.changeCounter)
    }
}
