import AllocatorWire
import SwiftProtobuf
import ZeroMQ

extension MasterSession {
    /// Sends the greetings and questions that are due.
    ///
    /// - Parameter hasRoom: Whether replayed offers could be delivered. If false, none are requested.
    package mutating func advance(to now: ContinuousClock.Instant, hasRoom: Bool) throws(ClientFailure) {
        if let limit = options.silenceLimit, now - lastHeard >= limit {
            let endpoint = phase == .greeting ? endpoints.events : endpoints.publications
            throw .noAnswer(endpoint: endpoint.address, after: limit)
        }
        if let silence = silence.renewal(at: now) { actions.append(.reconnect(after: silence)) }
        forgetUnanswered(at: now)
        if phase == .greeting {
            greet(at: now)
            return
        }
        askForOutstanding(at: now)
        guard phase == .running else { return }
        noteQuietStreams(at: now)
        // The outstanding offers come first because they may make replays unnecessary.
        guard reasons.isDisjoint(with: [.loss, .restart]), questions[.outstanding] == nil else { return }
        for kind in Self.kinds where hasRoom || kind == .replies { askForReplay(of: kind, at: now) }
    }

    /// Returns the time at which `advance` is next due unless something is received before.
    package func due(from now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let isCalm =
            phase == .running && questions.isEmpty && reasons.isEmpty && checks.isEmpty
            && !Self.kinds.contains { self[$0].isDoubtful }
        return now + (isCalm ? min(options.checkPause, .seconds(1)) : Self.pause)
    }

    private mutating func greet(at now: ContinuousClock.Instant) {
        guard now >= nextGreeting else { return }
        nextGreeting = now + Self.pause
        greetings += 1
        let requestID = identity.greetingID(greetings)
        actions.append(
            .greet(
                .with {
                    $0.cluster = identity.cluster
                    $0.master = identity.master
                    $0.epoch = identity.epoch
                    $0.requestID = requestID
                    $0.heartbeat = .init()
                }))
        // The worker runs but does not reply. It may refuse events of this master with this client's key. Its answer to
        // a question about the master shows this.
        let isThere = incarnation != nil
        if isThere, greetings.isMultiple(of: Self.greetingsBeforeQuestion), questions[.outstanding] == nil {
            ask(outstandingQuestion, .outstanding, at: now)
        }
    }

    private mutating func forgetUnanswered(at now: ContinuousClock.Instant) {
        for question in questions.values where now - question.at >= options.answerPause {
            questions[question.subject] = nil
            switch question.subject {
            case .outstanding: reasons.formUnion(question.reasons)
            case .replay(let kind): checks.insert(kind)
            }
        }
    }

    private mutating func askForOutstanding(at now: ContinuousClock.Instant) {
        guard !reasons.isEmpty, questions[.outstanding] == nil else { return }
        ask(outstandingQuestion, .outstanding, reasons: reasons, at: now)
        reasons = []
    }

    private var outstandingQuestion: WireQuery.OneOf_Question { outstandingQuestion(after: "") }

    private func outstandingQuestion(after agent: String) -> WireQuery.OneOf_Question {
        .outstanding(
            .with {
                $0.cluster = identity.cluster
                $0.master = identity.master
                $0.after = agent
            })
    }

    /// Adds a page of outstanding offers to the earlier ones.
    ///
    /// - Returns: The combined pages, or `nil` if more must be requested. If something was published between two pages,
    ///   they are inconsistent, and all pages are requested again.
    mutating func collect(
        _ page: WireOutstanding, _ question: Question, at now: ContinuousClock.Instant
    ) -> WireOutstanding? {
        guard !question.reasons.isDisjoint(with: [.beginning, .loss, .restart]) else { return page }
        var whole = page
        if let pages = question.pages {
            guard pages.isOfOneView(with: page) else {
                reasons.formUnion(question.reasons)
                return nil
            }
            whole = pages
            whole.append(page)
        }
        guard !page.last.isEmpty else { return whole }
        ask(
            outstandingQuestion(after: page.last), .outstanding, reasons: question.reasons, after: whole,
            since: question, at: now)
        return nil
    }

    /// Schedules checks of idle streams, because a loss at the end of a stream leaves no gap.
    private mutating func noteQuietStreams(at now: ContinuousClock.Instant) {
        for kind in Self.kinds where now - lastReceipts[kind, default: now] >= options.checkPause {
            checks.insert(kind)
        }
        for kind in Self.kinds where lastReceipts[kind] == nil { lastReceipts[kind] = now }
    }

    private mutating func askForReplay(of kind: Topic.Kind, at now: ContinuousClock.Instant) {
        let order = self[kind]
        guard order.isDoubtful || checks.contains(kind), questions[.replay(kind)] == nil
        else { return }
        if let last = lastReplays[kind], last.from == order.next, now - last.at < Self.pause { return }
        lastReplays[kind] = (order.next, now)
        lastReceipts[kind] = now
        checks.remove(kind)
        ask(
            .replay(
                .with {
                    $0.cluster = identity.cluster
                    $0.kind = kind.rawValue
                    $0.master = identity.master
                    $0.fromSequence = order.next
                }), .replay(kind), from: order.next, at: now)
    }

    private mutating func ask(
        _ question: WireQuery.OneOf_Question, _ subject: Question.Subject, from: UInt64 = 0,
        reasons: Set<Reason> = [], after pages: WireOutstanding? = nil, since first: Question? = nil,
        at now: ContinuousClock.Instant
    ) {
        questionCount += 1
        let requestID = "session-\(questionCount)"
        questions[subject] = Question(
            requestID: requestID, subject: subject, from: from, reasons: reasons, pages: pages, at: now,
            acknowledged: first?.acknowledged ?? acknowledged, rescinds: first?.rescinds ?? newestRescind)
        actions.append(.ask(WireQuery(question, requestID: requestID)))
    }
}
