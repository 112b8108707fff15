import AllocatorWire

extension MasterSession {
    /// Handles a publication that one of the subscribers received.
    package mutating func receive(
        _ received: ReceivedPublication, from feed: Feed, at now: ContinuousClock.Instant
    ) throws(ClientFailure) {
        lastHeard = now
        if silence.hear(at: now) { actions.append(.resume) }
        let kind = received.topic.kind
        switch received.publication.body {
        case .ack(let ack): try note(ack)
        case .heartbeat(let heartbeat): note(heartbeat, number: received.publication.sequence)
        case .reply(let reply):
            if phase == .greeting { try note(greetingOr: reply, number: received.publication.sequence, from: feed) }
            if feed == .replies { try order(received.publication, kind, at: now) }
        case .offers, .inverseOffers, .rescinds:
            if Self.offerKinds.contains(kind) { try order(received.publication, kind, at: now) }
        default: break
        }
    }

    private mutating func order(
        _ publication: WirePublication, _ kind: Topic.Kind, at now: ContinuousClock.Instant
    ) throws(ClientFailure) {
        lastReceipts[kind] = now
        if kind == .rescinds { note(rescind: publication.sequence) }
        try deliver(self[kind].receive(publication, number: publication.sequence))
    }

    /// Withholds a rescission until the stream of offers has been checked again. It must not overtake its offer, whose
    /// loss may not have been noticed yet.
    mutating func note(rescind number: UInt64) {
        guard number < .max else { return }
        newestRescind = max(newestRescind, number)
        if newestRescind > self[.rescinds].limit { checks.insert(.offers) }
    }

    mutating func deliver(_ publications: [WirePublication]) throws(ClientFailure) {
        for publication in publications {
            switch publication.body {
            case .offers(let batch): actions.append(.offer(.offered(batch)))
            case .rescinds(let batch): actions.append(.offer(.rescinded(batch)))
            case .inverseOffers(let batch): actions.append(.inverseOffer(.asked(batch)))
            case .reply(let reply): try deliver(reply)
            default: break
            }
        }
    }

    // MARK: - Replies

    private mutating func deliver(_ reply: WireReply) throws(ClientFailure) {
        let isOwnRequest = identity.number(ofRequest: reply.requestID) != nil || identity.isGreeting(reply.requestID)
        if case .error(let error) = reply.result {
            // The event was not applied and will be resent.
            if error.code == .outOfSequence { return }
            if error.code == .fenced {
                // The reply does not name the epoch of the event.
                if isOwnRequest { throw .fenced(error.message) }
                reasons.insert(.fence)
                return
            }
        }
        let isOwn =
            reply.requestID.isEmpty
            ? reply.sequence > 0 && reply.sequence <= lastNumber : identity.number(ofRequest: reply.requestID) != nil
        if isOwn { actions.append(.reply(reply)) }
    }

    /// Records a reply to a greeting on one subscriber. The subscription to replies is made last, so the worker has
    /// processed all earlier ones.
    private mutating func note(
        greetingOr reply: WireReply, number: UInt64, from feed: Feed
    ) throws(ClientFailure) {
        guard identity.isGreeting(reply.requestID) else { return }
        if case .error(let error) = reply.result {
            if error.code == .fenced { throw .fenced(error.message) }
            // The worker will not accept any event of this epoch.
            throw .refused(call: "the first heartbeat", code: error.code, message: error.message)
        }
        guard greeted.insert(feed).inserted else { return }
        // Earlier publications were for other incarnations.
        if feed == .replies { _ = self[.replies].begin(after: number) }
        guard greeted.count == 2 else { return }
        phase = .synchronizing
        reasons.insert(.beginning)
    }

    // MARK: - Progress and heartbeats

    private mutating func note(_ ack: WireAck) throws(ClientFailure) {
        guard phase == .running, ack.epoch >= identity.epoch else { return }
        guard ack.epoch == identity.epoch else {
            throw .fenced(
                "the worker accepts events of epoch \(ack.epoch), but this client has epoch "
                    + "\(identity.epoch)")
        }
        actions.append(.acknowledge(ack))
    }

    private mutating func note(_ heartbeat: WireHeartbeat, number: UInt64) {
        defer {
            incarnation = heartbeat.incarnation
            lastHeartbeat = number
        }
        guard let incarnation else { return }
        if incarnation != heartbeat.incarnation {
            noteRestart()
        } else if number != lastHeartbeat &+ 1 {
            // The connection was interrupted, so any stream may have lost publications.
            checks.formUnion(Self.kinds)
        }
    }

    private mutating func noteRestart() {
        restarts += 1
        guard phase == .running else {
            // Answers of the former process of the worker do not apply to the new one.
            phase = .greeting
            fruitlessQuestions = 0
            greeted = []
            orders = Self.freshOrders
            newestRescind = 0
            questions = [:]
            reasons = []
            return
        }
        for kind in Self.kinds { self[kind].doubt() }
        reasons.insert(.restart)
        actions.append(.sendAgain)
    }
}
