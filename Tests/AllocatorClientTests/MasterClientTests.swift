import AllocatorClient
import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Synchronization
import Testing

/// Masters against a real worker, over sockets.
@Suite("A master's client", .serialized, .timeLimit(.minutes(3)))
struct MasterClientTests {
    private func failure(_ body: () async throws -> Void) async -> ClientFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? ClientFailure
        }
    }

    private var isFenced: (ClientFailure?) -> Bool {
        { if case .fenced = $0 { true } else { false } }
    }

    private var isStateLost: (ClientFailure?) -> Bool {
        { if case .stateLost = $0 { true } else { false } }
    }

    /// Options that detect losses and resend quickly.
    private var quick: MasterOptions {
        var options = MasterOptions()
        options.resendPause = .milliseconds(50)
        options.checkPause = .milliseconds(100)
        options.answerPause = .milliseconds(200)
        return options
    }

    // MARK: - Sending and receiving

    @Test func `calls get replies, refusals arrive as replies, and a flush waits for all events`() async throws {
        try await TestWorker().serve { endpoints in
            let master = try MasterClient(to: endpoints, cluster: "c", master: "m")
            try await master.call(Calls.initialize()).get()
            try await master.send([Calls.addAgent("a"), Calls.removeAgent("never was"), Calls.addAgent("b")])
            try await master.flush()
            #expect(master.acknowledgedSequence == 4)
            var replies = master.replies.makeAsyncIterator()
            let refusal = try #require(try await replies.next())
            #expect(refusal.sequence == 3)
            #expect(refusal.error.code == .notFound)
            let digest = try await master.ask(.digest(.with { $0.cluster = "c" }))
            #expect(digest.digest.events == 3)
            await master.close()
            #expect(try await replies.next() == nil)
        }
    }

    /// Far over the worker's own limit: by default, a client sends nothing that makes libzmq close the connection.
    @Test(arguments: [5_000, 100_000])
    func `an event that is too large for the worker is refused alone`(size: Int) async throws {
        try await TestWorker { $0.limits.maximumFrameSize = 4_000 }.serve { endpoints in
            let master = try MasterClient(to: endpoints, cluster: "c", master: "m")
            let large = Calls.removeAgent(String(repeating: "a", count: size))
            try await master.send([Calls.initialize(), large, Calls.addAgent("a")])
            var replies = master.replies.makeAsyncIterator()
            let refusal = try #require(try await replies.next())
            #expect(refusal.sequence == 2 && refusal.call == "remove_agent")
            #expect(refusal.error.code == .resourceExhausted)
            let refused = await failure { try await master.call(large).get() }
            guard case .refused(let call, .resourceExhausted, _)? = refused, call == "remove_agent" else {
                throw Unexpected(what: "\(refused as Any)")
            }
            try await master.call(Calls.addAgent("b")).get()
            try await master.flush()
            #expect(master.acknowledgedSequence == 5)
        }
    }

    @Test func `an event over the client's own limit is not sent, and its caller is told`() async throws {
        try await TestWorker().serve { endpoints in
            var options = MasterOptions()
            options.frameBytes = 4_000
            let master = try MasterClient(to: endpoints, cluster: "c", master: "m", options: options)
            let large = Calls.removeAgent(String(repeating: "a", count: 4_000))
            let sent = await failure { try await master.send([large]) }
            let called = await failure { _ = try await master.call(large) }
            for told in [sent, called] {
                guard case .unusableMessage(let reason)? = told else { throw Unexpected(what: "\(told as Any)") }
                #expect(reason.contains("remove_agent") && reason.contains("frameBytes"))
            }
            try await master.call(Calls.initialize()).get()
            #expect(master.lastSequence == 1, "what was not sent has no number")
            await master.close()
        }
    }

    @Test func `offers that an earlier incarnation left open are delivered at once, also from several pages`()
        async throws
    {
        let agents = (0..<60).map { "a\($0)" }
        try await TestWorker { $0.queryWork = 1 }.serve { endpoints in
            let first = try MasterClient(to: endpoints, cluster: "c", master: "m")
            try await first.send([Calls.initialize()] + agents.map { Calls.addAgent($0) } + [Calls.addFramework()])
            try await first.flush()
            var offers = first.offers.makeAsyncIterator()
            _ = try await offers.next()
            await first.close()
            let second = try MasterClient(to: endpoints, cluster: "c", master: "m")
            var updates = second.offers.makeAsyncIterator()
            guard case .resynchronized(let outstanding)? = try await updates.next() else {
                throw Unexpected(what: "no outstanding offers")
            }
            let told = outstanding.offers.flatMap { $0.roles.flatMap { $0.agents.map(\.agentID) } }
            #expect(told == agents.sorted() && outstanding.last.isEmpty)
            await second.close()
        }
    }

    @Test(arguments: [UInt64](1...3))
    func `over a network that loses and repeats, each event is applied once, and each offer seen once and in order`(
        seed: UInt64
    ) async throws {
        try await TestWorker().serve { endpoints in
            let relay = try LossyRelay(
                to: endpoints, .init(lostBatches: 15, repeatedBatches: 15, lostPublications: 15), seed: seed)
            let witness = try await Witness(of: endpoints, ["c/offers/m/", "c/events/"], marksIn: "c")
            let master = try MasterClient(to: relay.endpoints, cluster: "c", master: "m", options: quick)
            try await master.send([Calls.initialize(), Calls.addAgent("a"), Calls.addAgent("b"), Calls.addFramework()])
            var offers: [WireOfferBatch] = []
            for try await update in master.offers {
                guard case .offered(let batch) = update else { throw Unexpected(what: "\(update)") }
                offers.append(batch)
                try await master.send(Calls.decline(batch))
                // The losses depend on timing: it goes on until a publication was lost.
                if offers.count >= 40, master.statistics.publicationsRepaired > 0 { break }
            }
            relay.set(.init())
            try await master.flush()
            #expect(relay.lost > 0)
            #expect(master.statistics.publicationsLost == 0)
            let published = try await witness.everything()
            let sequences = published.compactMap { received -> UInt64? in
                guard case .event(let event) = received.publication.body, event.master == "m" else { return nil }
                return event.sequence == 0 ? nil : event.sequence
            }
            #expect(sequences == Array(1...master.lastSequence), "seed \(seed)")
            let batches = published.compactMap { received -> WireOfferBatch? in
                guard case .offers(let batch) = received.publication.body else { return nil }
                return batch
            }
            #expect(Array(batches.prefix(offers.count)) == offers, "seed \(seed)")
            await master.close()
        }
    }

    @Test func `many calls in flight over a bad network get their own replies`() async throws {
        try await TestWorker().serve { endpoints in
            let relay = try LossyRelay(
                to: endpoints, .init(lostBatches: 10, repeatedBatches: 10, lostPublications: 20), seed: 7)
            let master = try MasterClient(to: relay.endpoints, cluster: "c", master: "m", options: quick)
            try await master.call(Calls.initialize()).get()
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...300 {
                    group.addTask {
                        let reply = try await master.call(
                            number % 3 == 0 ? Calls.removeAgent("\(number)") : Calls.heartbeat)
                        if number % 3 != 0 { return reply.result == .ok(.init()) && reply.call == "heartbeat" }
                        return reply.error.message.contains("\(number)")
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
            #expect(master.lastSequence == 301)
        }
    }

    // MARK: - Back-pressure

    @Test func `a full window makes senders wait until cancelled, and nothing is lost`() async throws {
        let worker = try TestWorker()
        var options = quick
        options.windowEvents = 10
        let master = try MasterClient(to: worker.endpoints, cluster: "c", master: "m", options: options)
        try await master.send([Calls.initialize()])
        for number in 2...10 { try await master.send([Calls.addAgent("a\(number)")]) }
        let cancelled = Task { try await master.send([Calls.addAgent("never")]) }
        let patient = Task { try await master.send([Calls.addAgent("a11")]) }
        cancelled.cancel()
        await #expect(throws: ClientFailure.cancelled) { try await cancelled.value }
        #expect(master.lastSequence == 10)
        try await worker.serve { _ in
            try await patient.value
            try await master.flush()
            #expect(master.lastSequence == 11)
            let answer = try await master.ask(.digest(.with { $0.cluster = "c" }))
            #expect(answer.digest.events == 11)
        }
    }

    @Test func `a client that reads no offers still gets acknowledgements and replies, and all offers later`()
        async throws
    {
        try await TestWorker().serve { endpoints in
            var options = quick
            options.bufferedUpdates = 2
            options.receiveQueue = 2
            let master = try MasterClient(to: endpoints, cluster: "c", master: "m", options: options)
            try await master.call(Calls.initialize(interval: 500)).get()
            let frameworks = (1...40).map { "f\($0)" }
            for id in frameworks {
                try await master.send([Calls.addAgent("on-\(id)"), Calls.addFramework(id)])
                try await master.call(Calls.heartbeat).get()
            }
            try await master.flush()
            var offered = 0
            for try await update in master.offers {
                guard case .offered(let batch) = update else { throw Unexpected(what: "\(update)") }
                offered += batch.roles.flatMap(\.agents).count
                if offered == frameworks.count { break }
            }
            #expect(master.statistics.publicationsLost == 0)
        }
    }

    @Test func `a client that reads no refusals sends no more events but still asks questions`() async throws {
        try await TestWorker().serve { endpoints in
            var options = quick
            options.bufferedUpdates = 5
            let master = try MasterClient(to: endpoints, cluster: "c", master: "m", options: options)
            try await master.call(Calls.initialize()).get()
            for number in 1...5 { try await master.send([Calls.removeAgent("\(number)")]) }
            try await master.call(Calls.heartbeat).get()
            let waiting = Task { try await master.send([Calls.removeAgent("6")]) }
            try await master.call(Calls.heartbeat).get()
            try await master.call(Calls.heartbeat).get()
            var refused: [String] = []
            for try await reply in master.replies {
                refused.append(reply.error.message)
                if refused.count == 6 { break }
            }
            try await waiting.value
            for number in 1...6 { #expect(refused[number - 1].contains("\(number)")) }
        }
    }

    // MARK: - Past the window

    @Test func `publications lost past the replay window are replaced by the worker's own view`() async throws {
        let worker = try TestWorker { $0.replayWindow = .init(publications: 3, bytes: 1 << 20) }
        try await worker.serve { endpoints in
            let relay = try LossyRelay(to: endpoints, .init(), seed: 1)
            let master = try MasterClient(to: relay.endpoints, cluster: "c", master: "m", options: quick)
            try await master.call(Calls.initialize(interval: 500)).get()
            try await master.call(Calls.addFramework()).get()
            relay.set(.init(lostPublications: 100, lostKinds: [.offers]))
            for number in 1...10 { try await master.call(Calls.addAgent("a\(number)")).get() }
            relay.set(.init())
            var view: Set<String> = []
            for try await update in master.offers {
                switch update {
                case .offered(let batch): view.formUnion(batch.roles.flatMap(\.agents).map(\.agentID))
                case .rescinded: throw Unexpected(what: "\(update)")
                case .resynchronized(let outstanding):
                    view = Set(outstanding.offers.flatMap(\.roles).flatMap(\.agents).map(\.agentID))
                }
                if view.count == 10 { break }
            }
            #expect(view == Set((1...10).map { "a\($0)" }))
            #expect(master.statistics.publicationsLost > 0)
        }
    }

    @Test func `a reply that is lost past the replay window is named as lost`() async throws {
        let worker = try TestWorker { $0.replayWindow = .init(publications: 1, bytes: 1 << 20) }
        try await worker.serve { endpoints in
            let relay = try LossyRelay(to: endpoints, .init(), seed: 1)
            let master = try MasterClient(to: relay.endpoints, cluster: "c", master: "m", options: quick)
            try await master.call(Calls.initialize()).get()
            relay.set(.init(lostPublications: 100, lostKinds: [.replies]))
            let first = Task { try await master.call(Calls.addAgent("a")) }
            // The reply is past the window together with the second one's.
            while master.acknowledgedSequence < 2 { try await Task.sleep(for: .milliseconds(5)) }
            let second = Task { try await master.call(Calls.addAgent("b")) }
            await #expect(throws: ClientFailure.replyLost(call: "add_agent")) { try await first.value }
            try await second.value.get()
        }
    }

    // MARK: - Restarts and rivals

    @Test func `events sent before the worker started arrive when it starts`() async throws {
        let worker = try TestWorker()
        let master = try MasterClient(to: worker.endpoints, cluster: "c", master: "m")
        try await master.send([Calls.initialize(), Calls.addAgent("a")])
        try await worker.serve { _ in
            try await master.flush()
            #expect(master.acknowledgedSequence == 2)
        }
    }

    @Test(arguments: [true, false])
    func `a worker restarted without its data ends the client, whether it sends or not`(
        sends: Bool
    ) async throws {
        let worker = try TestWorker()
        let master = try MasterClient(to: worker.endpoints, cluster: "c", master: "m", options: quick)
        try await worker.serve { _ in
            try await master.send([Calls.initialize(), Calls.addAgent("a"), Calls.addFramework()])
            try await master.flush()
            var offers = master.offers.makeAsyncIterator()
            #expect(try await offers.next() != nil)
        }
        try await worker.serve { _ in
            if sends { try await master.send([Calls.addAgent("b")]) }
            let failure = await failure { for try await _ in master.offers {} }
            #expect(isStateLost(failure), "\(String(describing: failure))")
            #expect(isStateLost(await self.failure { try await master.send([Calls.addAgent("c")]) }))
            #expect(isStateLost(await self.failure { try await master.flush() }))
        }
    }

    @Test func `a later incarnation takes over and fences the former one`() async throws {
        try await TestWorker().serve { endpoints in
            let former = try MasterClient(to: endpoints, cluster: "c", master: "m", options: quick)
            try await former.call(Calls.initialize(interval: 500)).get()
            try await former.call(Calls.addAgent("a")).get()
            try await former.call(Calls.addFramework()).get()
            let later = try MasterClient(to: endpoints, cluster: "c", master: "m", options: quick)
            #expect(later.epoch > former.epoch)
            var offers = later.offers.makeAsyncIterator()
            guard case .resynchronized(let outstanding) = try await offers.next() else {
                Issue.record("the open offer was not shown")
                return
            }
            #expect(outstanding.offers.flatMap(\.roles).flatMap(\.agents).map(\.agentID) == ["a"])
            try await later.call(Calls.addAgent("b")).get()
            let failure = await failure { try await former.call(Calls.addAgent("d")).get() }
            #expect(isFenced(failure), "\(String(describing: failure))")
            try await later.call(Calls.addAgent("e")).get()
        }
    }

    @Test func `an incarnation that sends nothing is fenced, too`() async throws {
        try await TestWorker().serve { endpoints in
            let former = try MasterClient(to: endpoints, cluster: "c", master: "m", epoch: 1, options: quick)
            try await former.call(Calls.initialize()).get()
            let later = try MasterClient(to: endpoints, cluster: "c", master: "m", epoch: 2, options: quick)
            try await later.call(Calls.addAgent("b")).get()
            let failure = await failure { for try await _ in former.offers {} }
            #expect(isFenced(failure), "\(String(describing: failure))")
            let again = try MasterClient(to: endpoints, cluster: "c", master: "m", epoch: 2, options: quick)
            #expect(
                isFenced(
                    await self.failure {
                        try await again.flush()
                        for try await _ in again.offers {}
                    }))
        }
    }

    // MARK: - Endings

    /// Repeated, because the thread's progress at that time is random. The attempts wait beside each other until their
    /// sockets have given up sending.
    @Test func `closing a client fails what waits, and closing it again has no effect`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for attempt in 1...10 { group.addTask { try await closeClient(attempt) } }
            try await group.waitForAll()
        }
    }

    private func closeClient(_ attempt: Int) async throws {
        let worker = try TestWorker()
        let master = try MasterClient(to: worker.endpoints, cluster: "c", master: "m")
        let call = Task { try await master.call(Calls.heartbeat) }
        let question = Task { try await master.ask(.ping(.init())) }
        let offers = Task {
            for try await _ in master.offers {}
            return true
        }
        while master.lastSequence == 0 { try await Task.sleep(for: .milliseconds(1)) }
        let flush = Task { try await master.flush() }
        if attempt.isMultiple(of: 2) { try await Task.sleep(for: .milliseconds(1)) }
        // Calls after the close fail with the same failure as those that waited.
        await master.close()
        await master.close()
        await #expect(throws: ClientFailure.closed) { try await call.value }
        await #expect(throws: ClientFailure.closed) { try await question.value }
        await #expect(throws: ClientFailure.closed) { try await flush.value }
        #expect(try await offers.value)
        await #expect(throws: ClientFailure.closed) { try await master.send([Calls.heartbeat]) }
    }

    @Test func `cancelling a task ends only its own wait`() async throws {
        let worker = try TestWorker()
        let master = try MasterClient(to: worker.endpoints, cluster: "c", master: "m")
        let call = Task { try await master.call(Calls.heartbeat) }
        let flush = Task { try await master.flush() }
        let offers = Task {
            for try await _ in master.offers {}
            return true
        }
        while master.lastSequence == 0 { try await Task.sleep(for: .milliseconds(1)) }
        call.cancel()
        offers.cancel()
        await #expect(throws: ClientFailure.cancelled) { try await call.value }
        #expect(try await offers.value)
        try await worker.serve { _ in
            try await flush.value
            try await master.call(Calls.heartbeat).get()
        }
    }

    @Test func `a released client ends its sequences`() async throws {
        let worker = try TestWorker()
        var master: MasterClient? = try MasterClient(to: worker.endpoints, cluster: "c", master: "m")
        let offers = try #require(master?.offers)
        master = nil
        for try await _ in offers { Issue.record("an offer came") }
    }

    @Test func `a master client names bad arguments before it connects`() async throws {
        let endpoints = try WorkerEndpoints()
        for (cluster, master, epoch) in [("json", "m", 1), ("c", "", 1), ("c", "m/", 1), ("c", "m", 0)]
            as [(String, String, UInt64)]
        {
            let failure = await failure {
                _ = try MasterClient(to: endpoints, cluster: cluster, master: master, epoch: epoch)
            }
            guard case .invalidArgument = failure else {
                Issue.record("\(cluster) \(master) \(epoch): \(String(describing: failure))")
                continue
            }
        }
        var options = MasterOptions()
        options.bufferedUpdates = 0
        #expect(await failure { _ = try MasterClient(to: endpoints, master: "m", options: options) } != nil)
        #expect(await failure { _ = try WorkerEndpoints(events: "nowhere") } != nil)
    }
}
