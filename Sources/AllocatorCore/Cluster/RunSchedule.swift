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
    /// The time of a run that was requested when something was freed, or `nil` if there is no such request.
    package private(set) var delayedRun: Instant?
    /// Whether the clock has freed something that must be offered at the current instant.
    package private(set) var isReallocationDue = false
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

    /// Requests a run at once if the time of the delayed run has passed during a pause.
    ///
    /// - Parameter isCausedByClock: Whether the run takes place at the current instant, not at the end of the batch.
    package mutating func wantOverdueRun(isCausedByClock: Bool) {
        guard let delayedRun, delayedRun <= now else { return }
        self.delayedRun = nil
        wantRun(isCausedByClock: isCausedByClock)
    }

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

    /// Requests a run over an agent when the delay has passed.
    ///
    /// - Parameters:
    ///   - delay: At least zero. With zero, the run takes place at the end of the batch.
    ///   - isCausedByClock: Whether a run without delay takes place at the current instant instead.
    package mutating func wantReallocation(
        over agent: AgentSlot, after delay: TimeSpan, isCausedByClock: Bool = false
    ) {
        guard !isPaused else { return }
        candidates.insert(agent)
        wantRun(after: delay, isCausedByClock: isCausedByClock)
    }

    /// Requests a run over all agents when the delay has passed.
    package mutating func wantReallocationOverAllAgents(after delay: TimeSpan, isCausedByClock: Bool = false) {
        guard !isPaused else { return }
        candidates.insertAll()
        wantRun(after: delay, isCausedByClock: isCausedByClock)
    }

    private mutating func wantRun(after delay: TimeSpan, isCausedByClock: Bool) {
        if delay == .zero {
            wantRun(isCausedByClock: isCausedByClock)
        } else {
            let due = now.advanced(by: delay)
            delayedRun = min(delayedRun ?? due, due)
        }
    }

    private mutating func wantRun(isCausedByClock: Bool) {
        if isCausedByClock { isReallocationDue = true } else { isRunWanted = true }
    }

    /// Whether the pause of a recovery ends with this number of agents.
    package mutating func takeEndOfRecovery(agentCount: Int) -> Bool {
        guard isPaused, let expected = expectedAgentCount, agentCount >= expected else { return false }
        expectedAgentCount = nil
        return true
    }

    /// Records a new agent and requests a run over it.
    ///
    /// - Parameter known: All agents, including the new one.
    package mutating func recordAgent(_ agent: AgentSlot, among known: [AgentSlot]) {
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

    /// Records that a run has served all candidates.
    package mutating func endRun() {
        candidates.removeAll()
        isRunWanted = false
        delayedRun = nil
        isReallocationDue = false
    }

    /// The time of the next run: the periodic one, or a delayed one before it.
    package var nextDue: Instant {
        guard let delayedRun, !isPaused else { return nextRun }
        return min(nextRun, delayedRun)
    }

    // MARK: Restoration

    package mutating func restoreRuns(_ runs: UInt64, next: Instant) {
        self.runs = runs
        nextRun = next
    }

    package mutating func restorePause(_ isPaused: Bool, expectedAgentCount: Int?) {
        self.isPaused = isPaused
        self.expectedAgentCount = expectedAgentCount
    }

    package mutating func restoreCandidates(
        _ agents: Set<AgentSlot>, isRunWanted: Bool, delayedRun: Instant? = nil
    ) {
        candidates.removeAll()
        for agent in agents { candidates.insert(agent) }
        self.isRunWanted = isRunWanted
        self.delayedRun = delayedRun
        isReallocationDue = false
    }
}
