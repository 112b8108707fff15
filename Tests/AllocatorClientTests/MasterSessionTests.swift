import AllocatorClient
import AllocatorWire
import SwiftProtobuf
import Testing
import ZeroMQ

/// The actions of a master's session, one fact at a time.
@Suite("A master's session", .timeLimit(.minutes(1)))
struct MasterSessionTests {
    private func failure(_ body: () throws -> Void) -> ClientFailure? {
        do {
            try body()
            return nil
        } catch {
            return error as? ClientFailure
        }
    }

    // MARK: - Beginning

    @Test func `no event is sent before the worker knows both subscribers`() throws {
        var talk = try SessionConversation()
        try talk.pass(.zero)
        let greeting = try talk.greeting()
        #expect(greeting.sequence == 0 && greeting.epoch == 36)
        #expect(greeting.call == .heartbeat(.init()))
        try talk.reply(7, from: .offers, .with { $0.requestID = greeting.requestID })
        try talk.pass(.milliseconds(100))
        #expect(talk.asked() == [])
        try talk.reply(8, from: .replies, .with { $0.requestID = greeting.requestID })
        try talk.pass(.zero)
        #expect(talk.questions().count == 1)
        #expect(talk.deliveries() == [])
        try talk.answerOutstanding([5, 0, 0])
        #expect(talk.deliveries() == ["begin"])
        try talk.offer(5)
        try talk.offer(6)
        #expect(talk.deliveries() == ["offer 6"], "what was published before was meant for others")
    }

    @Test func `open offers are delivered before new ones`() throws {
        var talk = try SessionConversation()
        try talk.begin(numbers: [3, 0, 1], offers: ["f"])
        #expect(talk.deliveries() == [#"offers ["f"]"#, "begin"])
    }

    @Test func `a greeting that is refused ends the client with the reason`() throws {
        var talk = try SessionConversation()
        try talk.pass(.zero)
        let greeting = try talk.greeting()
        let refusal = WireReply.with {
            $0.requestID = greeting.requestID
            $0.error.code = .invalidArgument
            $0.error.message = "the clock is ahead"
        }
        let failure = failure { try talk.reply(1, from: .replies, refusal) }
        #expect(
            failure
                == .refused(call: "the first heartbeat", code: .invalidArgument, message: "the clock is ahead"))
    }

    /// Plays the greeting up to the first question about outstanding offers.
    private func greeted() throws -> SessionConversation {
        var talk = try SessionConversation()
        try talk.pass(.zero)
        let greeting = try talk.greeting()
        for feed in [MasterSession.Feed.replies, .offers] {
            try talk.reply(0, from: feed, .with { $0.requestID = greeting.requestID })
        }
        try talk.pass(.zero)
        return talk
    }

    @Test func `pages of what is outstanding are put together`() throws {
        var talk = try greeted()
        try talk.answerPage([3, 0, 1], offers: ["f", "h"], last: "a1")
        #expect(talk.deliveries() == [], "there is more")
        let second = try #require(talk.questions().last)
        #expect(second.outstanding.after == "a1" && second.outstanding.master == "m")
        try talk.answerPage([3, 0, 1], offers: ["g", "f"], last: "a2")
        try talk.answerPage([3, 0, 1], offers: [])
        #expect(talk.deliveries() == [#"offers ["f", "g", "h"]"#, "begin"])
    }

    @Test func `pages between which something was published are asked for again`() throws {
        var talk = try greeted()
        try talk.answerPage([3, 0, 1], offers: ["f"], last: "a1")
        try talk.answerPage([4, 0, 1], offers: ["g"])
        #expect(talk.deliveries() == [])
        try talk.pass(.zero)
        let again = try #require(talk.questions().last)
        #expect(again.outstanding.after.isEmpty)
        try talk.answerPage([4, 0, 1], offers: ["f"], last: "a1")
        try talk.answerPage([4, 0, 1], offers: ["g"])
        #expect(talk.deliveries() == [#"offers ["f", "g"]"#, "begin"])
    }

    @Test func `a session with an unknown cluster starts without a history`() throws {
        var talk = try SessionConversation()
        try talk.pass(.zero)
        let greeting = try talk.greeting()
        for feed in [MasterSession.Feed.replies, .offers] {
            try talk.reply(1, from: feed, .with { $0.requestID = greeting.requestID })
        }
        try talk.pass(.zero)
        let question = try #require(talk.questions().first)
        try talk.answer(question, .error(.with { $0.code = .notFound }))
        try talk.offer(1)
        #expect(talk.deliveries() == ["begin", "offer 1"])
    }

    @Test func `a session fails when the worker is silent for too long`() throws {
        var options = MasterOptions()
        options.silenceLimit = .seconds(3)
        var talk = try SessionConversation(options: options)
        try talk.pass(.seconds(2))
        #expect(
            failure { try talk.pass(.seconds(1)) }
                == .noAnswer(endpoint: WorkerEndpoints.defaultEvents, after: .seconds(3)))
    }

    @Test func `a session reconnects to a silent worker after growing pauses`() throws {
        var talk = try SessionConversation()
        try talk.pass(.seconds(20))
        #expect(!talk.deliveries().contains { $0.hasPrefix("reconnect") }, "it was never there")
        try talk.heartbeat(1, incarnation: 7)
        try talk.pass(.seconds(5))
        #expect(!talk.deliveries().contains { $0.hasPrefix("reconnect") })
        var reconnections: [String] = []
        for _ in 6...300 {
            try talk.pass(.seconds(1))
            reconnections += talk.deliveries().filter { $0.hasPrefix("reconnect") }
        }
        #expect(reconnections == [6, 18, 42, 90, 150, 210, 270].map { "reconnect after \($0) s" })
        try talk.heartbeat(2, incarnation: 7)
        #expect(talk.deliveries().contains("resume"))
        try talk.heartbeat(3, incarnation: 7)
        try talk.pass(.seconds(6))
        let again = talk.deliveries()
        #expect(again.contains("reconnect after 6 s") && !again.contains("resume"))
    }

    @Test func `a worker that takes no event of the master is asked for the reason`() throws {
        var talk = try SessionConversation()
        for _ in 1...40 { try talk.pass(.milliseconds(100)) }
        #expect(talk.questions().isEmpty, "no worker is there")
        try talk.heartbeat(1, incarnation: 7)
        for _ in 1...20 { try talk.pass(.milliseconds(100)) }
        #expect(talk.questions().count == 1)
        try talk.answerOutstanding([5, 0, 0])
        talk.forgetQuestions()
        for _ in 1...20 { try talk.pass(.milliseconds(100)) }
        let question = try #require(talk.questions().first, "it goes on to ask")
        #expect(talk.deliveries() == [], "and is not let in by an answer")
        let failure = failure { try talk.answer(question, .error(.with { $0.code = .permissionDenied })) }
        guard case .refused(_, .permissionDenied, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test func `a key that may ask everything but does not cover the master ends the session`() throws {
        let pair = try CurveKeyPair.generate()
        for keys in [nil, ConnectionKeys(own: pair, worker: pair.publicKey)] {
            var talk = try SessionConversation(keys: keys)
            try talk.heartbeat(1, incarnation: 7)
            let failure = failure {
                for round in 1...100 {
                    for _ in 1...20 { try talk.pass(.milliseconds(100)) }
                    // The cluster may exist or not.
                    if round.isMultiple(of: 2) {
                        try talk.answerOutstanding([5, 0, 0])
                    } else {
                        let question = try #require(talk.questions().first)
                        try talk.answer(question, .error(.with { $0.code = .notFound }))
                    }
                    talk.forgetQuestions()
                }
            }
            // Without a key, a worker accepts every master, so that the session waits.
            guard keys != nil else {
                #expect(failure == nil)
                continue
            }
            guard case .refused("events of master m in cluster c", .permissionDenied, _) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
    }

    // MARK: - Gaps

    @Test func `a gap is replayed, and what came later waits`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.offer(1)
        try talk.offer(4)
        try talk.pass(.zero)
        #expect(talk.questions().count == 1)
        try talk.replay(.offers, [2, 3, 4], newest: 4)
        #expect(talk.deliveries() == ["begin", "offer 1", "offer 2", "offer 3", "offer 4"])
        #expect(talk.session.repaired == 3)
    }

    @Test func `a rescission waits for the offers before it, even if none is known to be missing`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.offer(1)
        try talk.rescind(1)
        #expect(talk.deliveries() == ["begin", "offer 1"])
        try talk.pass(.zero)
        try talk.rescind(2)
        try talk.replay(.offers, [2, 3], newest: 3)
        #expect(talk.deliveries() == ["offer 2", "offer 3", "rescind 1"], "the second came after the question")
        talk.forgetQuestions()
        try talk.pass(.zero)
        try talk.replay(.offers, [], newest: 3)
        #expect(talk.deliveries() == ["rescind 2"])
    }

    @Test func `past the replay window the outstanding offers replace all, and later ones follow`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.offer(9)
        try talk.pass(.zero)
        try talk.replay(.offers, [], oldest: 8, newest: 9)
        talk.forgetQuestions()
        try talk.pass(.zero)
        try talk.offer(11)
        try talk.rescind(3)
        #expect(talk.deliveries() == ["begin"])
        try talk.answerOutstanding([10, 0, 2], offers: ["f"], epoch: 36)
        #expect(talk.deliveries() == [#"offers ["f"]"#, "inverse offers", "offer 11"])
        talk.forgetQuestions()
        try talk.pass(.milliseconds(100))
        try talk.replay(.offers, [], oldest: 8, newest: 11)
        #expect(talk.deliveries() == ["rescind 3"])
        #expect(talk.session.lost == 7)
    }

    @Test func `quiet streams are checked, and busy consumers are not sent more`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.pass(.seconds(4))
        #expect(talk.asked() == [])
        try talk.pass(.seconds(1), hasRoom: false)
        #expect(talk.asked() == ["replies from 1"])
        try talk.pass(.zero)
        #expect(talk.questions().count == 3)
        try talk.replay(.offers, [1, 2], newest: 2)
        #expect(talk.deliveries() == ["begin", "offer 1", "offer 2"])
    }

    @Test func `a missing heartbeat triggers a check of every stream`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.heartbeat(1, incarnation: 5)
        try talk.heartbeat(2, incarnation: 5)
        try talk.pass(.zero)
        #expect(talk.asked() == [])
        try talk.heartbeat(4, incarnation: 5)
        try talk.pass(.zero)
        #expect(talk.asked() == ["offers from 1", "inverse-offers from 1", "rescinds from 1", "replies from 1"])
    }

    @Test func `an unanswered question is asked again, and one whose answer repairs nothing only after a pause`() throws
    {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.offer(3)
        try talk.pass(.zero)
        #expect(talk.asked() == ["offers from 1"])
        try talk.pass(.milliseconds(1_999))
        #expect(talk.asked() == [])
        try talk.pass(.milliseconds(1))
        #expect(talk.questions().count == 1)
        try talk.replay(.offers, [], newest: 3)
        talk.forgetQuestions()
        try talk.pass(.milliseconds(99))
        #expect(talk.asked() == [])
        try talk.pass(.milliseconds(1))
        #expect(talk.asked() == ["offers from 1"])
    }

    // MARK: - Replies

    @Test func `replies to the session's own events are distinguished from others`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        talk.events(sent: 5, acknowledged: 0)
        let request = SessionConversation.identity.requestID(3)
        let replies: [WireReply] = [
            .with {
                $0.requestID = "another client's"
                $0.sequence = 1
            },
            .with {
                $0.requestID = SessionConversation.identity(epoch: 35).requestID(1)
                $0.sequence = 1
            },
            .with {
                $0.requestID = request
                $0.sequence = 3
            },
            .with {
                $0.sequence = 4
                $0.error.code = .notFound
            },
            .with {
                $0.sequence = 6
                $0.error.code = .notFound
            },
            .with { $0.error.code = .notFound },
            .with {
                $0.sequence = 5
                $0.error.code = .outOfSequence
            },
        ]
        for (number, reply) in zip(UInt64(1)..., replies) { try talk.reply(number, reply) }
        #expect(talk.deliveries() == ["begin", "reply 3", "reply 4"])
    }

    @Test func `replies past the window are named as lost once those that are left have come`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        talk.events(sent: 20, acknowledged: 12)
        try talk.reply(9, .with { $0.sequence = 9 })
        try talk.pass(.zero)
        talk.events(sent: 20, acknowledged: 14)
        try talk.replay(.replies, [7], oldest: 7, newest: 9)
        #expect(talk.deliveries() == ["begin", "reply 7"])
        talk.forgetQuestions()
        try talk.pass(.zero)
        try talk.replay(.replies, [8, 9], oldest: 7, newest: 9)
        #expect(talk.deliveries() == ["reply 8", "reply 9", "replies lost up to 12"])
    }

    // MARK: - Others of the same name

    @Test func `an acknowledgement of a higher epoch ends the session, and one of a lower epoch is ignored`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.ack(3)
        try talk.ack(4, epoch: 35)
        #expect(talk.deliveries() == ["begin", "ack 3"])
        let failure = failure { try talk.ack(1, epoch: 37) }
        guard case .fenced = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test func `a fenced event of unknown origin makes the session ask for the epoch`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.reply(
            1,
            .with {
                $0.sequence = 1
                $0.error.code = .fenced
            })
        #expect(talk.deliveries() == ["begin"])
        try talk.pass(.zero)
        try talk.answerOutstanding([0, 0, 0], epoch: 36, applied: 5)
        talk.forgetQuestions()
        try talk.reply(
            2,
            .with {
                $0.sequence = 1
                $0.error.code = .fenced
            })
        try talk.pass(.zero)
        let failure = failure { try talk.answerOutstanding([0, 0, 0], epoch: 37) }
        guard case .fenced = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test func `an epoch that was used before is refused`() throws {
        var talk = try SessionConversation()
        try talk.pass(.zero)
        let greeting = try talk.greeting()
        for feed in [MasterSession.Feed.replies, .offers] {
            try talk.reply(1, from: feed, .with { $0.requestID = greeting.requestID })
        }
        try talk.pass(.zero)
        let failure = failure { try talk.answerOutstanding([0, 0, 0], epoch: 36, applied: 1) }
        guard case .fenced = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    // MARK: - Restarts

    /// A session that has seen offers and acknowledgements, and then a heartbeat of another worker.
    private func restarted() throws -> SessionConversation {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.heartbeat(9, incarnation: 5)
        try talk.offer(1)
        talk.events(sent: 9, acknowledged: 7)
        talk.forgetQuestions()
        try talk.heartbeat(1, incarnation: 6)
        try talk.pass(.zero)
        return talk
    }

    @Test func `after a restart everything is resent and the outstanding offers replace the offers`() throws {
        var talk = try restarted()
        #expect(talk.deliveries() == ["begin", "offer 1", "send again"])
        try talk.offer(3)
        try talk.offer(4)
        #expect(talk.deliveries() == [], "nothing is delivered before it is known what the worker still has")
        try talk.answerOutstanding([3, 0, 0], offers: ["f"], epoch: 36, applied: 8)
        #expect(talk.deliveries() == [#"offers ["f"]"#, "inverse offers", "offer 4"])
        #expect(talk.session.restarts == 1)
    }

    @Test func `after a restart, too, pages of what is outstanding are put together`() throws {
        var talk = try restarted()
        _ = talk.deliveries()
        try talk.answerPage([3, 0, 0], offers: ["f"], last: "a1", epoch: 36, applied: 8)
        #expect(talk.deliveries() == [], "a part of what is outstanding replaces nothing")
        try talk.answerPage([3, 0, 0], offers: ["g"], epoch: 36, applied: 8)
        #expect(talk.deliveries() == [#"offers ["f", "g"]"#, "inverse offers"])
    }

    @Test func `after a restart that lost offers and their numbers, offers continue from the outstanding ones`()
        throws
    {
        var talk = try restarted()
        _ = talk.deliveries()
        try talk.answerOutstanding([65_540, 65_540, 65_540], epoch: 36, applied: 8)
        #expect(talk.deliveries() == ["offers []", "inverse offers"])
        try talk.offer(65_541)
        #expect(talk.deliveries() == ["offer 65541"])
        #expect(talk.session.lost == 0)
    }

    @Test func `a gap that a restart left is settled before the heartbeat tells of the restart`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.heartbeat(9, incarnation: 5)
        for number in UInt64(1)...3 { try talk.offer(number) }
        try talk.offer(65_541)
        _ = talk.deliveries()
        try talk.pass(.zero)
        try talk.replay(.offers, [], oldest: 65_541, newest: 65_541)
        talk.forgetQuestions()
        try talk.pass(.zero)
        try talk.answerOutstanding([65_541, 0, 0], offers: ["f"])
        #expect(talk.deliveries() == [#"offers ["f"]"#, "inverse offers"])
    }

    @Test(
        arguments: [
            (36, 6, "it had acknowledged event 7, but now knows only 6"),
            (0, 0, "it had acknowledged event 7, but now knows only 0"),
        ] as [(UInt64, UInt64, String)])
    func `a worker that knows fewer events than it acknowledged has lost its state`(
        epoch: UInt64, applied: UInt64, reason: String
    ) throws {
        var talk = try restarted()
        #expect(
            failure { try talk.answerOutstanding([1, 0, 0], epoch: epoch, applied: applied) } == .stateLost(reason))
    }

    @Test func `a worker that does not know the cluster any more has lost its state`() throws {
        var talk = try restarted()
        let question = try #require(talk.questions().first)
        #expect(
            failure { try talk.answer(question, .error(.with { $0.code = .notFound })) }
                == .stateLost("it does not know cluster c"))
    }

    @Test func `a worker that has published fewer publications than arrived has lost its state`() throws {
        var talk = try restarted()
        #expect(
            failure { try talk.answerOutstanding([0, 0, 0], epoch: 36, applied: 7) }
                == .stateLost("it has published 0 offers to m, but number 1 was received"))
    }

    @Test func `a worker that restarts during the greeting is greeted again`() throws {
        var talk = try SessionConversation()
        try talk.pass(.zero)
        let greeting = try talk.greeting()
        try talk.heartbeat(1, incarnation: 5)
        for feed in [MasterSession.Feed.replies, .offers] {
            try talk.reply(30, from: feed, .with { $0.requestID = greeting.requestID })
        }
        try talk.pass(.zero)
        #expect(talk.asked() == ["outstanding"])
        try talk.heartbeat(1, incarnation: 6)
        #expect(talk.session.phase == .greeting)
        try talk.begin(replies: 1)
        try talk.reply(
            2,
            .with {
                $0.sequence = 0
                $0.requestID = SessionConversation.identity.requestID(1)
            })
        #expect(talk.deliveries() == ["begin", "reply 0"])
    }

    // MARK: - Nonsense

    @Test func `an answer without a question is ignored, and one of the wrong kind ends the session`() throws {
        var talk = try SessionConversation()
        try talk.begin()
        try talk.answer(.with { $0.requestID = "never asked" }, .pong(.init()))
        try talk.offer(3)
        try talk.pass(.zero)
        let question = try #require(talk.questions().first)
        #expect(
            failure { try talk.answer(question, .pong(.init())) }
                == .unusableMessage("an answer of the worker does not match its question"))
    }
}
