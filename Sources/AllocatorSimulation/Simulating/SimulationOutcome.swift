package import AllocatorLoad

/// The result of a simulation.
package struct SimulationOutcome: Sendable {
    package enum Ending: String, Sendable {
        /// Every request has finished or can never be placed.
        case done
        /// Nothing runs or arrives any more, and no waiting request gets an offer that it fits into.
        case waitsForEver = "waits_for_ever"
        case timeIsOver = "time_is_over"
        case stopped
    }

    package let policy: Policy
    package let ending: Ending
    /// The end on the virtual clock, which starts at zero.
    package let end: Duration
    /// The player, which holds the status of every request.
    package let player: Player
    /// The number of allocation runs.
    package let runs: UInt64
    /// The digest of the allocator's state at the end.
    package let digest: String
}

/// The progress of a simulation.
package struct SimulationProgress: Sendable {
    package let now: Duration
    package let lastArrival: Duration
    package let counts: RequestCounts
}
