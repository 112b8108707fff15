package import AllocatorLoad

/// What a simulation came to.
package struct SimulationOutcome: Sendable {
    package enum Ending: String, Sendable {
        /// Every request has run or never can.
        case done
        /// Nothing runs or comes any more, and what still waits is offered nothing that it fits into.
        case waitsForEver = "waits_for_ever"
        case timeIsOver = "time_is_over"
        case stopped
    }

    package let policy: Policy
    package let ending: Ending
    /// On the virtual clock, which begins at zero.
    package let end: Duration
    /// With what became of every request.
    package let player: Player
    /// Allocation runs that were done.
    package let runs: UInt64
    /// That of the allocator at the end.
    package let digest: String
}

/// How far a simulation has come.
package struct SimulationProgress: Sendable {
    package let now: Duration
    package let lastArrival: Duration
    package let counts: RequestCounts
}
