/// Runs that offer freed resources without waiting for the interval
/// (<doc:Policies#3-Allocation-when-something-is-freed>). Nothing happens unless the options have a delay.
extension Cluster {
    /// Requests a delayed run over an agent of which something was freed by a call.
    @inline(__always)
    mutating func reallocate(_ agent: AgentSlot) {
        if let delay = options.reallocationDelay { schedule.wantReallocation(over: agent, after: delay) }
    }

    /// Requests a delayed run over all agents.
    mutating func reallocateAllAgents() {
        if let delay = options.reallocationDelay { schedule.wantReallocationOverAllAgents(after: delay) }
    }

    /// Requests a delayed run over an agent of which something was freed by the clock.
    mutating func reallocateOnTime(_ agent: AgentSlot) {
        if let delay = options.reallocationDelay {
            schedule.wantReallocation(over: agent, after: delay, isCausedByClock: true)
        }
    }

    /// Ends the pause of allocation.
    mutating func resume(isCausedByClock: Bool = false) {
        schedule.resume()
        guard let delay = options.reallocationDelay else { return }
        schedule.wantReallocationOverAllAgents(after: delay, isCausedByClock: isCausedByClock)
        schedule.wantOverdueRun(isCausedByClock: isCausedByClock)
    }
}
