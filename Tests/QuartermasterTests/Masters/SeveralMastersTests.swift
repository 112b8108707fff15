import AllocatorClient
import AllocatorWire
import Testing
import ZeroMQ

/// Two masters share a cluster, and three observers subscribe, one of them late.
///
/// Each observer gets exactly the publications of its topics, in one order.
@Suite(.worker())
struct SeveralMastersTests {
    @Test(.timeLimit(.minutes(10)))
    func `each gets exactly what its topics say`() async throws {
        let endpoints = try #require(WorkerTrait.worker).endpoints
        let everything = Observer(of: endpoints, ["default/"])
        let partial = Observer(of: endpoints, ["json/default/offers/one/", "json/default/runs/"])
        var one = try PlayedMaster("one", on: endpoints)
        var two = try PlayedMaster("two", on: endpoints)
        var marks = try EventSender(to: endpoints.events, in: Context())
        try await Observer.settle([everything, partial, one.observer, two.observer], "opening", &marks)

        try one.attach(agents: 2)
        try await one.settle()
        try two.attach(agents: 2)
        try await Self.play(&one, &two, declining: 20)
        let late = Observer(of: endpoints, ["default/"])
        try await Observer.settle([late], "arrival", &marks)
        try await Self.play(&one, &two, declining: 20)
        try one.detach()
        try two.detach()
        try await one.settle()
        try await two.settle()
        try await Observer.settle([everything, partial, late, one.observer, two.observer], "closing", &marks)

        let all = everything.publications(upTo: "closing")
        Self.expectWhole(all)
        for master in [one.summary, two.summary] {
            // Every event has a request id and is accepted.
            #expect(all.count { $0.topic.kind == .replies && $0.master == master.name } == master.sent)
            #expect(all.count { Self.isEvent($0, of: master.name) } == master.sent)
            #expect(master.received == all.filter { master.subscribes(to: $0.topic) }.map(Seen.init))
            #expect(master.declined >= 40)
        }
        let part = all.filter { $0.topic.kind == .runs || $0.topic.kind == .offers && $0.master == "one" }
        #expect(partial.publications(upTo: "closing").map(Seen.init) == part.map(Seen.init))
        let latePublications = late.publications(upTo: "closing")
        #expect(latePublications.count > 100 && latePublications.count < all.count)
        #expect(latePublications.map(Seen.init) == all.suffix(latePublications.count).map(Seen.init))
    }

    /// Both masters decline so many offers.
    private static func play(
        _ one: inout PlayedMaster, _ two: inout PlayedMaster, declining count: Int
    ) async throws {
        for _ in 0..<count {
            // Neither waits for the other's replies: their events meet in the worker in whatever order they come.
            try await one.waitForOffer()
            try one.decline()
            try await two.waitForOffer()
            try two.decline()
        }
    }

    private static func isEvent(_ received: ReceivedPublication, of master: String) -> Bool {
        guard case .event(let event) = received.publication.body else { return false }
        return event.master == master
    }

    /// Numbers run from 1 without a gap in each kind and master, runs too, and each run's offers come before it.
    private static func expectWhole(_ all: [ReceivedPublication]) {
        let streams = Dictionary(grouping: all) { "\($0.topic.kind) \($0.master)" }
        for (stream, publications) in streams {
            let numbers = (1...publications.count).map { UInt64($0) }
            #expect(publications.map(\.publication.sequence) == numbers, "\(stream)")
        }
        var offers = 0
        var runs: UInt64 = 0
        for received in all {
            switch received.publication.body {
            case .offers: offers += 1
            case .run(let run):
                #expect(run.number == runs + 1)
                #expect(Int(run.frameworks) == offers)
                runs = run.number
                offers = 0
            default: break
            }
        }
        #expect(runs > 40)
    }
}

/// A publication and its topic, to be compared.
struct Seen: Equatable {
    let topic: Topic
    let publication: WirePublication

    init(_ received: ReceivedPublication) {
        topic = received.topic
        publication = received.publication
    }
}

extension ReceivedPublication {
    /// The master whose numbers it is in; empty where its topic names none.
    var master: String {
        switch topic {
        case .offers(_, let master, _), .inverseOffers(_, let master, _), .rescinds(_, let master, _),
            .replies(_, let master), .acks(_, let master):
            master
        case .runs, .events, .rejects, .heartbeat, .metrics: ""
        }
    }
}
