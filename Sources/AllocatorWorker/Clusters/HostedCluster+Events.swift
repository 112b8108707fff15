import AllocatorCore
import AllocatorWire
import FoundationEssentials

extension HostedCluster {
    /// The result of a delivery.
    enum EventResult {
        case accepted
        case refused
        /// Refused because the sender's key lacks a right.
        case denied
        /// A duplicate, or one behind a gap: neither applied nor answered.
        case skipped
    }

    /// Receives an event.
    ///
    /// - Parameters:
    ///   - key: The sender's key, or `nil` if the worker requires no keys: every call is permitted then.
    ///   - catchingUp: Whether to perform first what fell due before the event.
    mutating func receive(
        _ delivery: Delivery, by key: AllowedKey? = nil, catchingUp: Bool, into outbox: inout Outbox
    ) -> EventResult {
        if catchingUp { catchUp(into: &outbox) }
        let event = delivery.event
        if let refusal = epochBound.refusal(of: event, now: MonotonicTime.unixNow()),
            event.epoch > progress[event.master].epoch
        {
            refuse(event, with: refusal, isCounted: false, into: &outbox)
            return .refused
        }
        let (verdict, result) = apply(delivery, by: key, into: &outbox)
        if result == .accepted, delivery.isReset { forgetMasters(except: event.master) }
        skippedEvents.record(verdict)
        switch verdict {
        case .apply, .duplicate:
            if event.sequence > 0 { acknowledgements.record(event.master) }
            if case .success(let call) = delivery.call, call.namesMaster {
                mastersOfFrameworks.insert(event.master)
            }
        case .gap(let resendFrom):
            acknowledgements.recordGap(
                event.master, epoch: event.epoch, resendFrom: resendFrom,
                isStranger: progress[event.master] == MasterProgress())
        case .fenced:
            break
        }
        return result
    }

    /// A reset cluster forgets all masters but the one that has reset it.
    private mutating func forgetMasters(except sender: String) {
        for master in progress.masters where master != sender { forget(master: master) }
    }

    /// Applies an event, as received or as replayed from a journal.
    ///
    /// - Parameter key: The sender's key, or `nil` if every call is permitted, as during replay.
    /// - Returns: What the event's sequence number called for, and its result.
    mutating func apply(
        _ delivery: Delivery, by key: AllowedKey? = nil, into outbox: inout Outbox
    ) -> (verdict: MasterProgress.Verdict, result: EventResult) {
        let event = delivery.event
        recordChange()
        let verdict = progress.verdict(on: event)
        var result = EventResult.skipped
        switch verdict {
        case .duplicate, .gap:
            break
        case .fenced:
            refuse(event, with: .fenced(event, by: progress[event.master].epoch), isCounted: false, into: &outbox)
            result = .refused
        case .apply where !progress.hasRoom(for: event):
            refuse(
                event,
                with: .resourceExhausted(
                    "\(progress.limit) masters of this cluster number their events, which is the limit: send "
                        + "forget_master for one that no longer exists, send events without epoch and sequence, or "
                        + "raise --max-masters"),
                isCounted: false, into: &outbox)
            result = .refused
        case .apply:
            result = answer(delivery, by: key, into: &outbox)
            progress.record(event)
        }
        return (verdict, result)
    }

    private mutating func answer(
        _ delivery: Delivery, by key: AllowedKey?, into outbox: inout Outbox
    ) -> EventResult {
        let event = delivery.event
        if let key, case .success(let call) = delivery.call,
            let denial = key.refusal(
                of: call, named: event.callName, owner: { allocator.master(ofFramework: $0) })
        {
            refuse(event, with: denial, isCounted: true, into: &outbox)
            return .denied
        }
        // Only `advance` performs runs within its own call, so only that is timed.
        var started: Int64 = 0
        if case .success(.advance) = delivery.call { started = MonotonicTime.now() }
        var result = EventResult.accepted
        do throws(Refusal) {
            let reply = try allocator.apply(try delivery.call.get(), by: event.master)
            records.appendAccepted(Data(delivery.frame))
            Self.accept(delivery, of: name, reply: reply, at: allocator.now, into: &outbox)
        } catch {
            refuse(event, with: error, isCounted: true, into: &outbox)
            result = .refused
        }
        updateTrigger()
        drainEffects(since: started, into: &outbox)
        return result
    }

    // Static, so that the cluster isn't copied for the call.
    private static func accept(
        _ delivery: Delivery, of cluster: String, reply: Reply, at time: Instant, into outbox: inout Outbox
    ) {
        let event = delivery.event
        if !event.requestID.isEmpty {
            outbox.append(.replied(WireReply(reply, to: event), to: event.master, at: time), of: cluster)
        }
        outbox.append(.accepted(delivery, at: time), of: cluster)
    }

    /// - Parameter isCounted: Whether the event counts among the numbered events of its master, if it has a number. The
    ///   reply to such an event is journaled, because the master doesn't send the event again.
    private mutating func refuse(
        _ event: EventEnvelope, with refusal: Refusal, isCounted: Bool, into outbox: inout Outbox
    ) {
        let reply = WireReply(refusal, to: event)
        if isCounted, event.sequence > 0 {
            var refused = WireRefusedEvent()
            refused.master = event.master
            refused.epoch = event.epoch
            refused.reply = reply
            records.append(.refused(refused))
        } else {
            records.appendRefusal(of: event.master)
        }
        outbox.append(.replied(reply, to: event.master, at: allocator.now), of: name)
    }
}

extension Call {
    /// Whether the call makes its sender the master of a framework.
    fileprivate var namesMaster: Bool {
        switch self {
        case .addFramework, .activateFramework, .updateFramework: true
        default: false
        }
    }
}
