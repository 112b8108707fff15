import AllocatorCore
import AllocatorWire
import FoundationEssentials

/// A journal record doesn't fit the state that the records before it have led to.
struct ReplayMismatch: Error, Hashable, CustomStringConvertible {
    let description: String
}

extension HostedCluster {
    /// Replays a record, with the effects that it had.
    ///
    /// - Throws: `ReplayMismatch` if the record cannot have happened to this state. The state is unusable then.
    mutating func replay(_ record: WireJournalRecord, into outbox: inout Outbox) throws(ReplayMismatch) {
        switch record.record {
        case .accepted(let frame):
            try replay(accepted: frame, into: &outbox)
        case .refused(let refused):
            replay(refused, into: &outbox)
        case .advancedToNs(let nanoseconds):
            guard allocator.clock == .system else {
                throw ReplayMismatch(
                    description: "time advanced by itself, which is impossible under the virtual "
                        + "clock")
            }
            advance(to: Instant(nanoseconds: nanoseconds), into: &outbox)
        case .batchFinished:
            finishBatch(into: &outbox)
        case .listening(let change):
            setListening(change.isListening, master: change.master, into: &outbox)
        case .forgottenMaster(let master):
            forget(master: master)
        case .started(let start):
            try start.check(allocator.clock)
            guard start.hasCurrentRules else { throw .otherRules }
        case .refusals(let refusals):
            outbox.append(.forgot(replies: refusals.count, to: refusals.master), of: name)
        case .numbers:
            // They are about publications, not about the state: see `ClusterRecovery`.
            break
        case nil:
            throw ReplayMismatch(
                description: "a record has a kind that this version does not know; use the version that wrote it")
        }
    }

    private mutating func replay(
        accepted frame: Data, into outbox: inout Outbox
    ) throws(ReplayMismatch) {
        let delivery: Delivery
        do {
            // The limits may have changed since the event was accepted.
            let decoder = EventDecoder(limits: .kept, checksJSON: false)
            let frame = Array(frame)
            delivery = try Delivery(try decoder.decode(frame), frame: frame)
        } catch {
            throw ReplayMismatch(description: "an accepted event cannot be decoded: \(error)")
        }
        guard apply(delivery, into: &outbox).result == .accepted else {
            throw ReplayMismatch(
                description:
                    "\(delivery.event.callName) of master \(delivery.event.master) was accepted when it was "
                    + "journaled and is refused now")
        }
    }

    private mutating func replay(_ refused: WireRefusedEvent, into outbox: inout Outbox) {
        let event = EventEnvelope(
            master: refused.master, epoch: refused.epoch, sequence: refused.reply.sequence)
        if progress.verdict(on: event) == .apply, progress.hasRoom(for: event) {
            progress.record(event)
        }
        outbox.append(.replied(refused.reply, to: refused.master, at: allocator.now), of: name)
    }
}

extension WireClusterStart {
    /// - Throws: `ReplayMismatch` if the cluster had another clock.
    func check(_ clock: Allocator.Clock) throws(ReplayMismatch) {
        guard self.clock == WireClusterStart(clock).clock else { throw .otherClock }
    }
}
