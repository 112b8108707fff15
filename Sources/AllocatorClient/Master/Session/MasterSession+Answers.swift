package import AllocatorWire
import SwiftProtobuf

extension MasterSession {
    /// Handles an answer. Answers to unknown or timed-out questions are ignored.
    package mutating func receive(_ answer: WireAnswer, at now: ContinuousClock.Instant) throws(ClientFailure) {
        guard let question = questions.values.first(where: { $0.requestID == answer.requestID }) else { return }
        lastHeard = now
        questions[question.subject] = nil
        if phase == .greeting { try checkCoverage(answer) }
        switch (question.subject, answer.answer) {
        case (.replay(let kind), .replayed(let replayed)): try settle(kind, replayed, question)
        case (.replay(let kind), .error(let error)) where error.code == .notFound: try settleUnknown(kind, question)
        case (.outstanding, .outstanding(let page)):
            if let outstanding = collect(page, question, at: now) { try settle(outstanding, question) }
        case (.outstanding, .error(let error)) where error.code == .notFound: try settleUnknown(question)
        case (_, .error(let error)):
            throw .refused(call: "a question on the control socket", code: error.code, message: error.message)
        default: throw .unusableMessage("an answer of the worker does not match its question")
        }
    }

    /// Checks that the client's key covers its master.
    ///
    /// The worker does not reply to an event that the key does not cover. Whether it refuses the question depends on
    /// other rights of the key. So many answers without a reply to a greeting are also taken as a lack of rights.
    ///
    /// - Throws: ``ClientFailure/refused(call:code:message:)`` if the key does not cover the master.
    private mutating func checkCoverage(_ answer: WireAnswer) throws(ClientFailure) {
        fruitlessQuestions += 1
        let reason: String
        if case .error(let error) = answer.answer, error.code == .permissionDenied {
            reason = error.message
        } else if endpoints.keys != nil, fruitlessQuestions >= Self.fruitlessQuestionLimit {
            reason = "the worker answers queries but has not replied to any event"
        } else {
            return
        }
        throw .refused(
            call: "events of master \(identity.master) in cluster \(identity.cluster)", code: .permissionDenied,
            message: "\(reason); add the master and the cluster to the key's entry in the worker's allow-list")
    }

    private mutating func settle(
        _ kind: Topic.Kind, _ replayed: WireReplayed, _ question: Question
    ) throws(ClientFailure) {
        let publications = replayed.publications.map { (number: $0.sequence, element: $0) }
        let next = self[kind].next
        switch self[kind].settle(
            publications, from: question.from, oldest: replayed.oldest, newest: replayed.newest)
        {
        case .delivered(let publications):
            repaired += UInt64(publications.count)
            try deliver(publications)
            if kind == .rescinds { for rescind in replayed.publications { note(rescind: rescind.sequence) } }
            if kind == .offers && !self[.offers].isDoubtful {
                try deliver(self[.rescinds].raiseLimit(to: question.rescinds))
            }
        case .regressed:
            throw .stateLost(
                "it has published \(replayed.newest) \(kind.rawValue) to \(identity.master), but number "
                    + "\(question.from - 1) was received")
        case .lost(let oldest) where kind == .replies:
            lost += oldest - next
            // A reply that the answer lacks, to an event acknowledged before the question, is lost.
            lostReplies = question.acknowledged
            try deliver(self[kind].begin(after: oldest - 1))
            try settle(kind, replayed, question)
        case .lost(let oldest):
            lost += oldest - next
            for kind in Self.offerKinds { self[kind].doubt() }
            reasons.insert(.loss)
        }
        if let lostReplies, !self[.replies].isDoubtful {
            actions.append(.repliesLost(upTo: lostReplies))
            self.lostReplies = nil
        }
    }

    private mutating func settle(_ outstanding: WireOutstanding, _ question: Question) throws(ClientFailure) {
        guard outstanding.epoch <= identity.epoch else {
            throw .fenced(
                "the worker accepts events of epoch \(outstanding.epoch), but this client has epoch "
                    + "\(identity.epoch)")
        }
        let applied = outstanding.epoch == identity.epoch ? outstanding.appliedSequence : 0
        if question.reasons.contains(.beginning) && applied > 0 {
            throw .fenced("epoch \(identity.epoch) was used before")
        }
        if question.reasons.contains(.restart) && applied < question.acknowledged {
            throw .stateLost("it had acknowledged event \(question.acknowledged), but now knows only \(applied)")
        }
        guard !question.reasons.isDisjoint(with: [.beginning, .loss, .restart]) else { return }
        // A restarted worker may have lost offers that the client received. The numbers alone do not show this.
        let isLoss = !question.reasons.isDisjoint(with: [.loss, .restart])
        // The complete view must precede later changes.
        if isLoss || !outstanding.offers.isEmpty { actions.append(.offer(.resynchronized(outstanding))) }
        if isLoss || !outstanding.inverseOffers.isEmpty {
            actions.append(.inverseOffer(.resynchronized(outstanding)))
        }
        let numbers = [
            outstanding.offersSequence, outstanding.inverseOffersSequence, outstanding.rescindsSequence,
        ]
        for (kind, number) in zip(Self.offerKinds, numbers) {
            guard number >= self[kind].next - 1 else {
                throw .stateLost(
                    "it has published \(number) \(kind.rawValue) to \(identity.master), but number "
                        + "\(self[kind].next - 1) was received")
            }
            try deliver(self[kind].begin(after: number))
        }
        note(rescind: newestRescind)
        beginToRun()
    }

    private mutating func beginToRun() {
        guard phase == .synchronizing else { return }
        phase = .running
        actions.append(.begin)
    }

    // MARK: - Unknown clusters

    private mutating func settleUnknown(_ kind: Topic.Kind, _ question: Question) throws(ClientFailure) {
        if kind == .replies {
            // The worker replies to events of an unknown cluster but stores no replies for it.
            let oldest = self[.replies].lowestHeld ?? self[.replies].next
            let none = WireReplayed.with {
                $0.oldest = oldest
                $0.newest = oldest - 1
            }
            try settle(kind, none, question)
            return
        }
        guard question.from == 1 else { throw clusterIsGone }
        try settle(kind, .with { $0.oldest = 1 }, question)
    }

    private mutating func settleUnknown(_ question: Question) throws(ClientFailure) {
        guard !question.reasons.contains(.beginning) else {
            for kind in Self.offerKinds { try deliver(self[kind].begin(after: 0)) }
            beginToRun()
            return
        }
        let hasReceived = Self.offerKinds.contains { self[$0].next > 1 }
        guard question.acknowledged == 0 && !hasReceived else { throw clusterIsGone }
    }

    private var clusterIsGone: ClientFailure { .stateLost("it does not know cluster \(identity.cluster)") }
}
