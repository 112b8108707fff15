/// The results that allocation runs leave for the next run, so that it can skip what has not changed.
///
/// An agent is *exhausted* when a run has found that no framework can be offered anything of it. A change of the agent
/// makes it *dirty* again. A framework that can take more than before is asked again about every agent: its change has
/// a number, which is compared with `Agent.exhaustedAt`. The memory saves time only; without it, runs decide the same.
struct RunMemory: Sendable {
    /// The number of changes that let a framework take more than before, starting at 1.
    var changeCounter: UInt64 = 1
    /// The change counter at the last run that visited every agent outside `dirtyAgents`.
    var lastSweep: UInt64 = 0
    /// All agents with available resources that are not exhausted, and possibly others (`Agent.isEnqueued`).
    var dirtyAgents: [AgentSlot] = []
    /// The result of the last run, if it was over all agents and offered nothing, and nothing has changed since.
    var quiet: QuietRun?
}

/// The result of a run without offers.
struct QuietRun: Sendable {
    var requiredHeadroom: [NamedQuantity]
    var availableHeadroom: [NamedQuantity]
    var heldBack: [NamedQuantity]
}
