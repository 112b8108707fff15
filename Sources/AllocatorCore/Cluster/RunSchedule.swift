/// The clock of a cluster, and the time and the candidates of the next allocation run.
///
/// While allocation is paused, calls do not request runs. Candidates wait for the first run after the pause.
package struct RunSchedule: Sendable {
    /// The time of the cluster's clock, which never decreases.
    package private(set) var now: Instant
    /// The time at which the next periodic run is due.
    package private(set) var nextRun: Instant
    package private(set) var isPaused = false
    /// The number of agents that ends the pause of a recovery, or `nil` if no recovery is waiting.
    package private(set) var expectedAgentCount: Int?

    /// The agents that the next run considers.
    package private(set) var candidates = Candidates()
    /// Whether a call has requested a run since the last one.
    package private(set) var isRunWanted = false
    /// The number of runs since the cluster was initialized.
    package private(set) var runs: UInt64 = 0

    package init(now: Instant, interval: TimeSpan) {
        self.now = now
        nextRun = now.advanced(by: interval)
    }

    // MARK: Time

    /// Advances the clock. An earlier time is ignored.
    package mutating func advance(to time: Instant) { now = max(now, time) }

    /// Schedules the next periodic run one interval after `last`.
    package mutating func scheduleRun(after last: Instant, interval: TimeSpan) {
        nextRun = last.advanced(by: interval)
    }

    // MARK: Pauses

    package mutating func pause() { isPaused = true }

    package mutating func resume() { isPaused = false }

    /// Begins the pause of a recovery, unless it expects no agents.
    ///
    /// - Returns: Whether allocation is now paused.
    package mutating func beginRecovery(expecting agentCount: Int) -> Bool {
        expectedAgentCount = agentCount
        guard agentCount > 0 else { return false }
        isPaused = true
        return true
    }

    // MARK: Candidates

    /// Requests a run over all agents at the end of the batch.
    package mutating func wantRunOverAllAgents() {
        guard !isPaused else { return }
        candidates.insertAll()
        isRunWanted = true
    }

    /// Requests a run over an agent at the end of the batch.
    package mutating func wantRun(over agent: AgentSlot) {
        guard !isPaused else { return }
        candidates.insert(agent)
        isRunWanted = true
    }

    /// Records a new agent and requests a run over it. The agent may end the pause of a recovery.
    ///
    /// - Parameter known: All agents, including the new one.
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

    /// Consumes the request for a run.
    ///
    /// - Returns: Whether a run must be performed now. While allocation is paused, the candidates wait for a later run.
    package mutating func takeWantedRun() -> Bool {
        guard isRunWanted else { return false }
        isRunWanted = false
        return !isPaused
    }

    package mutating func beginRun() { runs += 1 }

    package mutating func endRun() { candidates.removeAll() }

    // MARK: Restoration

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
