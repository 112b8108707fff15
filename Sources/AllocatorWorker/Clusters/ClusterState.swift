package import AllocatorCore
import AllocatorWire
import FoundationEssentials

/// All that a cluster is: its allocator, and how far its masters have come.
///
/// A value without I/O. What happens to it is recorded; the records, applied in their order to an earlier state, bring it to
/// the same `digest()` and have the same effects (`ClusterState+Replay`). Only how long runs took comes from the system's
/// clock, and nothing depends on it.
package struct ClusterState: Sendable {
    /// Changed by what happens only, but that questions may bring its orders up to date.
    package internal(set) var allocator: Allocator
    var progress: ProgressTable
    /// Whether a batch has asked for a run. Kept: to ask the allocator from without would copy the whole of it.
    private(set) var wantsRun = false
    /// Another number after each thing that has happened.
    private var changes: UInt64 = 0
    /// The digest that was made last, and of which number.
    private var latestDigest: (changes: UInt64, digest: String)?
    /// When a run was first asked for that has not been done yet, by the monotonic clock. Only told, never decided by.
    private var firstTrigger: Int64?

    package init(clock: Allocator.Clock, limits: ClusterLimits = ClusterLimits()) {
        allocator = Allocator(clock: clock, limits: limits.allocator)
        progress = ProgressTable(limit: limits.masters)
    }

    init(allocator: Allocator, progress: ProgressTable) {
        self.allocator = allocator
        self.progress = progress
        wantsRun = allocator.wantsRun
    }

    /// Bounds what comes from now on. What is there already stays, even where it is more.
    mutating func limit(by limits: ClusterLimits) {
        changes += 1
        allocator.limit(by: limits.allocator)
        progress.limit = limits.masters
    }

    // MARK: - What happens

    /// The clock has moved: does what fell due.
    mutating func advance(to time: Instant, into outcome: inout ClusterOutcome) {
        guard time > allocator.now else { return }
        changes += 1
        outcome.record(.advancedToNs(time.nanoseconds))
        let due = allocator.clock == .system ? allocator.nextRun : nil
        let lateness = due.map { max(0, time.nanoseconds - $0.nanoseconds) } ?? 0
        measure(lateness: lateness, into: &outcome) { $0.advance(to: time) }
    }

    /// An event has come.
    ///
    /// - Parameter key: Whose rights hold; nil: every call may be made, as when it is done again from a journal.
    /// - Returns: what its number asked for; it was answered where that is `apply` or `fenced`.
    mutating func apply(
        _ delivery: Delivery, by key: AllowedKey? = nil, into outcome: inout ClusterOutcome
    ) -> MasterProgress.Verdict {
        let event = delivery.event
        changes += 1
        let verdict = progress.verdict(on: event)
        switch verdict {
        case .duplicate, .gap:
            break
        case .fenced:
            refuse(event, .fenced(event, by: progress[event.master].epoch), counts: false, into: &outcome)
        case .apply where !progress.hasRoom(for: event):
            refuse(
                event,
                .resourceExhausted(
                    "\(progress.limit) masters of this cluster number their events, which is the limit: ask forget_master for "
                        + "one that is gone, send without epoch and sequence, or raise --max-masters"), counts: false,
                into: &outcome)
        case .apply:
            answer(delivery, by: key, into: &outcome)
            progress.note(event)
        }
        return verdict
    }

    /// A batch has ended: runs the allocation that it asked for, if it did.
    mutating func finishBatch(into outcome: inout ClusterOutcome) {
        guard wantsRun else { return }
        changes += 1
        outcome.record(.batchFinished(true))
        measure(into: &outcome) { $0.finishBatch() }
    }

    /// A master has begun or ceased to listen to its offers.
    mutating func setListening(_ isListening: Bool, master: String, into outcome: inout ClusterOutcome) {
        var change = WireListeningChange()
        change.master = master
        change.isListening = isListening
        outcome.record(.listening(change))
        changes += 1
        let started = MonotonicTime.now()
        allocator.setListening(isListening, master: master)
        noteTrigger()
        takeEffects(since: started, into: &outcome)
    }

    // MARK: - Digest

    /// The allocator's digest, which takes a tenth of a second for a large cluster. Made anew only where something has
    /// happened: questions bring orders up to date, of which the digest knows nothing.
    mutating func digest() -> String {
        if let latestDigest, latestDigest.changes == changes { return latestDigest.digest }
        let digest = allocator.digest()
        latestDigest = (changes, digest)
        return digest
    }

    // MARK: - Masters

    /// Whether there is anything to forget of a master.
    func knows(master: String) -> Bool {
        progress.hasEntry(for: master)
            || !allocator.isListening(master) && allocator.frameworkCount(ofMaster: master) == 0
    }

    /// Forgets the numbered events of a master, and whether it listens where it has no frameworks.
    ///
    /// - Returns: how far its events had come.
    @discardableResult
    mutating func forget(master: String, into outcome: inout ClusterOutcome) -> MasterProgress {
        outcome.record(.forgottenMaster(master))
        changes += 1
        if allocator.frameworkCount(ofMaster: master) == 0 { allocator.setListening(true, master: master) }
        return progress.forget(master) ?? MasterProgress()
    }

    // MARK: - Answers

    private mutating func answer(_ delivery: Delivery, by key: AllowedKey?, into outcome: inout ClusterOutcome) {
        let event = delivery.event
        if let key, case .success(let call) = delivery.call,
            let denial = key.refusal(
                of: call, named: event.callName, owner: { allocator.master(ofFramework: $0) })
        {
            return refuse(event, denial, into: &outcome)
        }
        // Of all calls this one alone does runs by itself; of the others no time is taken.
        var started: Int64 = 0
        if case .success(.advance) = delivery.call { started = MonotonicTime.now() }
        do throws(Refusal) {
            let reply = try allocator.apply(try delivery.call.get(), by: event.master)
            outcome.record(.accepted(Data(delivery.frame)))
            Self.accept(delivery, reply, at: allocator.now, into: &outcome)
        } catch {
            refuse(event, error, into: &outcome)
        }
        noteTrigger()
        takeEffects(since: started, into: &outcome)
    }

    // Without the state, which would be copied to be handed over.
    private static func accept(
        _ delivery: Delivery, _ reply: Reply, at time: Instant, into outcome: inout ClusterOutcome
    ) {
        let event = delivery.event
        outcome.acceptedEvents += 1
        if !event.requestID.isEmpty {
            outcome.effects.append(.replied(WireReply(reply, to: event), to: event.master, at: time))
        }
        outcome.effects.append(.accepted(delivery, at: time))
    }

    /// Refuses an event that does not count: of its master nothing is noted.
    func refuseUncounted(_ event: EventEnvelope, _ refusal: Refusal, into outcome: inout ClusterOutcome) {
        refuse(event, refusal, counts: false, into: &outcome)
    }

    /// - Parameter counts: Whether it counts among the numbered events of its master, if it has a number. The answer to one that
    ///   does is kept, for the master does not send the event again.
    private func refuse(
        _ event: EventEnvelope, _ refusal: Refusal, counts: Bool = true, into outcome: inout ClusterOutcome
    ) {
        let reply = WireReply(refusal, to: event)
        if counts, event.sequence > 0 {
            var refused = WireRefusedEvent()
            refused.master = event.master
            refused.epoch = event.epoch
            refused.reply = reply
            outcome.record(.refused(refused))
        } else {
            outcome.recordRefusal(to: event.master)
        }
        outcome.effects.append(.replied(reply, to: event.master, at: allocator.now))
    }

    // MARK: - Runs

    private mutating func noteTrigger() {
        wantsRun = allocator.wantsRun
        if wantsRun, firstTrigger == nil { firstTrigger = MonotonicTime.now() }
    }

    /// - Parameter lateness: nanoseconds that have passed since a run fell due.
    private mutating func measure(
        lateness: Int64 = 0, into outcome: inout ClusterOutcome, _ work: (inout Allocator) -> Void
    ) {
        let started = MonotonicTime.now()
        work(&allocator)
        wantsRun = allocator.wantsRun
        takeEffects(since: started, lateness: lateness, into: &outcome)
    }

    /// Several runs of one call (a virtual `advance`) share its time evenly: the core, which knows no clock, cannot tell
    /// them apart.
    private mutating func takeEffects(since started: Int64, lateness: Int64 = 0, into outcome: inout ClusterOutcome) {
        let effects = allocator.takeEffects()
        guard !effects.isEmpty else { return }
        let runs = effects.count { if case .run = $0 { true } else { false } }
        let ended = MonotonicTime.now()
        let duration = (ended - started) / Int64(max(1, runs))
        for effect in effects {
            switch effect {
            case .run(let run):
                // What asked first is served by the first of several.
                let latency = max(firstTrigger.map { ended - $0 } ?? 0, duration + lateness)
                firstTrigger = nil
                outcome.effects.append(
                    .ran(run, RunTiming(durationNanoseconds: duration, latencyNanoseconds: latency)))
            case .rescinded(let rescission):
                outcome.effects.append(.rescinded(rescission))
            }
        }
    }
}
