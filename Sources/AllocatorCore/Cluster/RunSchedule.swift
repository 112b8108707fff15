/// The clock of a cluster, and when the next allocation run is due over which agents.
///
/// While allocation is paused, no call asks for a run; interval runs leave the candidates for the first run after it.
package struct RunSchedule: Sendable {
    /// The time of the cluster's clock. It never goes back.
    package private(set) var now: Instant
    /// When the next interval's run is due.
    package private(set) var nextRun: Instant
    package private(set) var isPaused = false
    /// The number of agents that ends the pause of a recovery, or `nil` if none is awaited.
    package private(set) var expectedAgentCount: Int?

    /// The agents that the next run is over.
    package private(set) var candidates = Candidates()
    /// Whether a call has asked for a run since the last one.
    package private(set) var isRunWanted = false
    /// The number of runs since the cluster was initialized.
    package private(set) var runs: UInt64 = 0

    package init(now: Instant, interval: TimeSpan) {
        self.now = now
        nextRun = now.advanced(by: interval)
    }

    // MARK: Time

    /// Moves the clock. An earlier time is ignored.
    package mutating func advance(to time: Instant) { now = max(now, time) }

    /// Sets the next interval's run an interval after the last one.
    package mutating func scheduleRun(after last: Instant, interval: TimeSpan) {
        nextRun = last.advanced(by: interval)
    }

    // MARK: Pauses

    package mutating func pause() { isPaused = true }

    package mutating func resume() { isPaused = false }

    /// Begins the pause of a recovery, unless it expects no agents.
    ///
    /// - Returns: Whether allocation is paused for it.
    package mutating func beginRecovery(expecting agentCount: Int) -> Bool {
        expectedAgentCount = agentCount
        guard agentCount > 0 else { return false }
        isPaused = true
        return true
    }

    // MARK: Candidates

    /// Asks for a run over all agents after the batch.
    package mutating func wantRunOverAllAgents() {
        guard !isPaused else { return }
        candidates.insertAll()
        isRunWanted = true
    }

    /// Asks for a run over an agent after the batch.
    package mutating func wantRun(over agent: AgentSlot) {
        guard !isPaused else { return }
        candidates.insert(agent)
        isRunWanted = true
    }

    /// Records a new agent, which may be the last one that a recovery waits for, and asks for a run over it.
    ///
    /// - Parameter known: All agents, the new one among them.
    package mutating func recordAgent(_ agent: AgentSlot, among known: [AgentSlot]) {
        if isPaused, let expected = expectedAgentCount, known.count >= expected {
            expectedAgentCount = nil
            isPaused = false
        }
        if isPaused { candidates.exclude(agent, among: known) }
        wantRun(over: agent)
    }

    package mutating func remove(_ agent: AgentSlot) { candidates.remove(agent) }

    // MARK: Runs

    /// Answers the wish for a run.
    ///
    /// - Returns: Whether a run is to be done now. While allocation is paused, the candidates wait for a later run.
    package mutating func takeWantedRun() -> Bool {
        guard isRunWanted else { return false }
        isRunWanted = false
        return !isPaused
    }

    package mutating func beginRun() { runs += 1 }

    package mutating func endRun() { candidates.removeAll() }

    // MARK: Restoring

    package mutating func restoreRuns(_ runs: UInt64, next: Instant) {
        self.runs = runs
        nextRun = next
    }

    package mutating func restorePause(_ isPaused: Bool, expectedAgentCount: Int?) {
        self.isPaused = isPaused
        self.expectedAgentCount = expectedAgentCount
    }

    package mutating func restoreCandidates(_ agents: Set<AgentSlot>, isRunWanted: Bool) {
        candidates.removeAll()
        for agent in agents { candidates.insert(agent) }
        self.isRunWanted = isRunWanted
    }
}
