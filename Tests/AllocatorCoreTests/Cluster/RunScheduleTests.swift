import AllocatorCore
import Testing

@Suite("Run schedule")
struct RunScheduleTests {
    private static let interval = TimeSpan.seconds(1)

    /// Asks so many times whether a run is to be done now.
    private func takenRuns(_ count: Int, of schedule: inout RunSchedule) -> [Bool] {
        (0..<count).map { _ in schedule.takeWantedRun() }
    }

    private static func schedule() -> RunSchedule { RunSchedule(now: Instant(nanoseconds: 0), interval: interval) }

    @Test func `the clock never goes back`() {
        var schedule = Self.schedule()
        schedule.advance(to: Instant(nanoseconds: 5))
        schedule.advance(to: Instant(nanoseconds: 3))
        #expect(schedule.now == Instant(nanoseconds: 5))
    }

    @Test func `the next run is due an interval after the last one`() {
        var schedule = Self.schedule()
        #expect(schedule.nextRun == Instant(nanoseconds: 1_000_000_000))
        schedule.scheduleRun(after: Instant(nanoseconds: 7), interval: Self.interval)
        #expect(schedule.nextRun == Instant(nanoseconds: 1_000_000_007))
    }

    @Test func `a requested run is done once`() {
        var schedule = Self.schedule()
        #expect(takenRuns(2, of: &schedule) == [false, false])
        schedule.wantRun(over: Slot(3))
        #expect(schedule.isRunWanted && schedule.candidates.contains(Slot(3)))
        #expect(takenRuns(2, of: &schedule) == [true, false])
    }

    @Test func `no run is requested during a pause, and one that was requested before it is not done`() {
        var schedule = Self.schedule()
        schedule.wantRun(over: Slot(1))
        schedule.pause()
        schedule.wantRun(over: Slot(2))
        schedule.wantRunOverAllAgents()
        #expect(schedule.candidates.some.slots == [Slot(1)] && !schedule.candidates.areAll)
        #expect(takenRuns(1, of: &schedule) == [false])
        schedule.resume()
        #expect(takenRuns(1, of: &schedule) == [false])
        #expect(schedule.candidates.contains(Slot(1)))
    }

    @Test func `a recovery pauses allocation until as many agents are known as it expects`() {
        var schedule = Self.schedule()
        let isWaiting = schedule.beginRecovery(expecting: 2)
        #expect(isWaiting)
        let endsEarly = schedule.takeEndOfRecovery(agentCount: 1)
        #expect(!endsEarly)
        schedule.recordAgent(Slot(0), among: [Slot(0)])
        #expect(schedule.isPaused && !schedule.isRunWanted && schedule.expectedAgentCount == 2)
        let ends = schedule.takeEndOfRecovery(agentCount: 2)
        #expect(ends)
        schedule.resume()
        schedule.recordAgent(Slot(1), among: [Slot(0), Slot(1)])
        #expect(!schedule.isPaused && schedule.isRunWanted && schedule.expectedAgentCount == nil)
        #expect(schedule.candidates.some.slots == [Slot(1)])
    }

    @Test func `a recovery that expects no agents does not pause allocation`() {
        var schedule = Self.schedule()
        let isWaiting = schedule.beginRecovery(expecting: 0)
        #expect(!isWaiting && !schedule.isPaused)
    }

    @Test func `an agent that comes during a pause is no candidate, even if all agents were`() {
        var schedule = Self.schedule()
        schedule.wantRunOverAllAgents()
        schedule.pause()
        schedule.recordAgent(Slot(2), among: [Slot(0), Slot(1), Slot(2)])
        #expect(schedule.candidates.slots(among: [Slot(0), Slot(1), Slot(2)]) == [Slot(0), Slot(1)])
    }

    @Test func `a run is counted and clears the candidates, and a removed agent is none`() {
        var schedule = Self.schedule()
        schedule.wantRun(over: Slot(0))
        schedule.wantRun(over: Slot(1))
        schedule.remove(Slot(0))
        #expect(schedule.candidates.some.slots == [Slot(1)])
        schedule.beginRun()
        schedule.endRun()
        #expect(schedule.runs == 1 && schedule.candidates.some.isEmpty)
        schedule.wantRunOverAllAgents()
        schedule.endRun()
        #expect(!schedule.candidates.areAll)
    }

    @Test func `a restored schedule has the pause, runs and candidates that it is given`() {
        var schedule = Self.schedule()
        schedule.restoreRuns(9, next: Instant(nanoseconds: 4))
        schedule.restorePause(true, expectedAgentCount: 3)
        schedule.restoreCandidates([Slot(1)], isRunWanted: true)
        #expect(schedule.runs == 9 && schedule.nextRun == Instant(nanoseconds: 4))
        #expect(schedule.isPaused && schedule.expectedAgentCount == 3)
        #expect(schedule.candidates.some.slots == [Slot(1)] && schedule.isRunWanted)
    }
}
