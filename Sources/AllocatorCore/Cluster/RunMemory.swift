/// What runs leave for the next one, so that it need not look again at what has not changed.
///
/// An agent is *settled* when a run has found that it has nothing for any framework, and remembers when (`Agent.settledAt`).
/// What makes it unsettled again is a change of the agent, and for one framework the end of a filter or a change of that
/// framework, which is *opened* by it. Nothing here decides: without it a run comes to the same, by a longer way.
struct RunMemory: Sendable {
    /// How often a framework was opened, from 1.
    var openings: UInt64 = 1
    /// The openings at the last run that had every agent that is not in `unsettled` look at all that was opened.
    var sweptAt: UInt64 = 0
    /// All agents that have something available and are not settled, and maybe others (`Agent.isListed`).
    var unsettled: [Slot<Agent>] = []
    /// What the last run came to, where it was over all agents, gave nothing and nothing has happened since.
    var quiet: QuietRun?
}

/// What a run without offers has to tell.
struct QuietRun: Sendable {
    var requiredHeadroom: [NamedQuantity]
    var availableHeadroom: [NamedQuantity]
    var heldBack: [NamedQuantity]
}
