/// The results that allocation runs cache for the next run, so that it can skip unchanged agents and frameworks.
///
/// An agent is *exhausted* when a run has found that no framework can be offered anything of it. A change of the agent
/// makes it *dirty* again. A framework that can take more than before is asked again about every agent. Its change has
/// a number, which is compared with `Agent.exhaustedAt`. The cache only saves time. Without it, runs make the same
/// decisions.
struct RunMemory: Sendable {
    /// The number of changes that let a framework take more than before, starting at 1.
    var changeCounter: UInt64 = 1
    /// The change counter at the last run that visited all agents, not only `dirtyAgents`.
    var lastSweep: UInt64 = 0
    /// The queue of all agents with available resources that are not exhausted, and possibly others
    /// (`Agent.isEnqueued`).
    var dirtyAgents: [AgentSlot] = []
    /// The result of the last run, if it considered all agents and offered nothing, and nothing has changed since.
    var quiet: QuietRun?
}

/// The result of a run without offers.
struct QuietRun: Sendable {
    var requiredHeadroom: [NamedQuantity]
    var availableHeadroom: [NamedQuantity]
    var heldBack: [NamedQuantity]
}
