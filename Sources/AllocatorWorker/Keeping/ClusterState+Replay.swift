import AllocatorCore
package import AllocatorWire
import FoundationEssentials

/// A record of a journal does not fit the state that the ones before it have led to.
struct ReplayMismatch: Error, Hashable, CustomStringConvertible {
    let description: String
}

extension ClusterState {
    /// Does again what a record tells, with the same effects.
    ///
    /// - Throws: `ReplayMismatch` where it cannot have happened to this state; the state is then of no use any more.
    mutating func replay(_ record: WireJournalRecord, into outcome: inout ClusterOutcome) throws(ReplayMismatch) {
        switch record.record {
        case .accepted(let frame):
            try replay(accepted: frame, into: &outcome)
        case .refused(let refused):
            replay(refused, into: &outcome)
        case .advancedToNs(let nanoseconds):
            guard allocator.clock == .system else {
                throw ReplayMismatch(description: "the clock moved by itself, which a virtual one does not")
            }
            advance(to: Instant(nanoseconds: nanoseconds), into: &outcome)
        case .batchFinished:
            finishBatch(into: &outcome)
        case .listening(let change):
            setListening(change.isListening, master: change.master, into: &outcome)
        case .forgottenMaster(let master):
            forget(master: master, into: &outcome)
        case .started(let start):
            try start.check(allocator.clock)
            guard start.isOfTheseRules else { throw .otherRules }
            outcome.record(.started(start))
        case .refusals(let refusals):
            outcome.effects.append(.forgot(replies: refusals.count, to: refusals.master))
        case .numbers:
            // Of what is published, not of the state: see `ClusterRecovery`.
            break
        case nil:
            throw ReplayMismatch(
                description: "a record is of a kind that this version does not know; use the version that wrote it")
        }
    }

    private mutating func replay(
        accepted frame: Data, into outcome: inout ClusterOutcome
    ) throws(ReplayMismatch) {
        let delivery: Delivery
        do {
            // What was accepted once is not measured by limits that may have changed since.
            let decoder = EventDecoder(limits: .kept, checksJSON: false)
            let frame = Array(frame)
            delivery = try Delivery(try decoder.decode(frame), frame: frame)
        } catch {
            throw ReplayMismatch(description: "an event that was accepted cannot be read: \(error)")
        }
        let before = outcome.acceptedEvents
        let verdict = apply(delivery, into: &outcome)
        guard verdict == .apply, outcome.acceptedEvents == before + 1 else {
            throw ReplayMismatch(
                description:
                    "\(delivery.event.callName) of master \(delivery.event.master) was accepted then and is not now")
        }
    }

    private mutating func replay(_ refused: WireRefusedEvent, into outcome: inout ClusterOutcome) {
        let event = EventEnvelope(
            master: refused.master, epoch: refused.epoch, sequence: refused.reply.sequence)
        outcome.record(.refused(refused))
        if progress.verdict(on: event) == .apply, progress.hasRoom(for: event) {
            progress.note(event)
        }
        outcome.effects.append(.replied(refused.reply, to: refused.master, at: allocator.now))
    }
}

extension WireClusterStart {
    init(_ clock: Allocator.Clock) {
        self.init()
        self.clock =
            switch clock {
            case .system: .system
            case .virtual: .virtual
            }
        rules = Self.currentRules
    }

    /// The number of the rules by which this version decides: another one, where the same events come to something else.
    ///
    /// 2: what is offered and what is allocated are two accounts.
    package static let currentRules: UInt32 = 2

    var isOfTheseRules: Bool { rules == Self.currentRules }

    /// Whether a snapshot that begins so can be gone on from, by itself.
    var isOfEarlierRules: Bool { rules <= 1 }

    func check(_ clock: Allocator.Clock) throws(ReplayMismatch) {
        guard self.clock == WireClusterStart(clock).clock else { throw .otherClock }
    }
}
