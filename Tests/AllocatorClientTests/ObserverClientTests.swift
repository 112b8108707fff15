import AllocatorClient
import AllocatorWire
import AllocatorWorker
import SwiftProtobuf
import Testing
import ZeroMQ

/// Observers of a real worker, over sockets.
@Suite("An observer's client", .serialized, .timeLimit(.minutes(2)))
struct ObserverClientTests {
    /// Publishes 200 runs and returns what a witness behind a lossy relay received of them.
    private func runs(repairing: Bool) async throws -> (numbers: [UInt64], statistics: ObserverStatistics) {
        let worker = try TestWorker { $0.clock = .virtual }
        return try await worker.serve { endpoints in
            let relay = try LossyRelay(
                to: endpoints, .init(lostPublications: 20, lostKinds: [.runs]), seed: 5)
            let witness = try await Witness(
                of: relay.endpoints, ["c/runs/"], marksIn: "c",
                repairingFrom: repairing ? endpoints.control.address : nil)
            let master = try MasterClient(to: endpoints, cluster: "c", master: "m")
            try await master.call(Calls.initialize()).get()
            for _ in 1...200 { try await master.send([.advance(.with { $0.duration.nanos = 10_000_000 })]) }
            try await master.flush()
            relay.set(.init())
            // A further run, which reveals the losses before it.
            try await master.call(.advance(.with { $0.duration.nanos = 10_000_000 })).get()
            var seen: [ReceivedPublication] = []
            repeat { seen = try await witness.everything() } while repairing && seen.last?.publication.run.number != 201
            return (seen.map(\.publication.sequence), witness.statistics)
        }
    }

    @Test func `an observer with repairs requests lost publications again`() async throws {
        let (numbers, statistics) = try await runs(repairing: true)
        #expect(numbers == Array(numbers[0]...(numbers[0] + UInt64(numbers.count) - 1)))
        #expect(numbers.count > 150)
        #expect(statistics.publicationsRepaired > 0)
        #expect(statistics.publicationsLost == 0)
    }

    @Test func `an observer without repairs counts lost publications and does not wait for them`() async throws {
        let (numbers, statistics) = try await runs(repairing: false)
        let first = try #require(numbers.first)
        let last = try #require(numbers.last)
        #expect(numbers == numbers.sorted())
        #expect(statistics.publicationsLost == last - first + 1 - UInt64(numbers.count))
        #expect(statistics.publicationsLost > 0)
        #expect(statistics.publicationsRepaired == 0)
    }

    @Test func `an observer repairs a loss at the end of a quiet stream`() async throws {
        let worker = try TestWorker { $0.clock = .virtual }
        try await worker.serve { endpoints in
            let relay = try LossyRelay(to: endpoints, .init(), seed: 5)
            var options = ObserverOptions()
            options.checkPause = .milliseconds(200)
            let witness = try await Witness(
                of: relay.endpoints, ["c/runs/"], marksIn: "c", repairingFrom: endpoints.control.address, options)
            let master = try MasterClient(to: endpoints, cluster: "c", master: "m")
            try await master.call(Calls.initialize()).get()
            let run = WireEvent.OneOf_Call.advance(.with { $0.duration.nanos = 10_000_000 })
            try await master.call(run).get()
            while try await witness.everything().isEmpty {}
            relay.set(.init(lostPublications: 100, lostKinds: [.runs]))
            var runs = 1
            // The relay may be passing a message on at that moment.
            repeat {
                try await master.call(run).get()
                runs += 1
            } while relay.lost == 0
            while try await witness.everything().count < runs {}
            #expect(witness.statistics.publicationsRepaired > 0)
        }
    }

    @Test func `an observer reads both encodings`() async throws {
        try await TestWorker().serve { endpoints in
            let observer = try ObserverClient(of: endpoints.publications.address, prefixes: ["json/heartbeat/"])
            for try await received in observer.publications {
                #expect(received.topicText == "heartbeat/")
                #expect(received.publication.heartbeat.incarnation > 0)
                break
            }
            await observer.close()
        }
    }

    @Test func `closing an observer ends its iteration, also without a worker`() async throws {
        let worker = try TestWorker()
        let observer = try ObserverClient(of: worker.endpoints.publications.address)
        let iteration = Task {
            for try await _ in observer.publications {}
            return true
        }
        await observer.close()
        await observer.close()
        #expect(try await iteration.value)
    }

    @Test func `an observer names bad arguments before it connects`() throws {
        #expect(throws: ClientFailure.self) { _ = try ObserverClient(of: "nowhere") }
        #expect(throws: ClientFailure.self) { _ = try ObserverClient(repairingFrom: "tcp://nowhere") }
        var options = ObserverOptions()
        options.receiveQueue = 0
        #expect(throws: ClientFailure.self) { _ = try ObserverClient(options: options) }
        options = ObserverOptions()
        options.checkPause = .zero
        #expect(throws: ClientFailure.self) { _ = try ObserverClient(options: options) }
        for prefixes in [[], [""], ["c/", "js"]] {
            #expect(throws: ClientFailure.self, "\(prefixes)") {
                _ = try ObserverClient(prefixes: prefixes, repairingFrom: WorkerEndpoints.defaultControl)
            }
        }
    }
}
