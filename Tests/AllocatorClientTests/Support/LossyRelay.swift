import AllocatorClient
import AllocatorTesting
import AllocatorWire
import Foundation
import Synchronization
import ZeroMQ

/// A relay between a client and its worker that loses and repeats messages, as a bad network does: whole batches of
/// events, and single publications. It does not relay the control socket.
final class LossyRelay: Sendable {
    struct Faults: Sendable {
        /// The percentages of batches and publications that are lost or repeated.
        var lostBatches = 0
        var repeatedBatches = 0
        var lostPublications = 0
        /// The kinds of publications that are lost.
        var lostKinds: Set<Topic.Kind> = [.offers, .inverseOffers, .rescinds, .replies, .acks]
    }

    /// The state that the thread and its owner share.
    private final class Record: Sendable {
        let faults: Mutex<Faults>
        let isOver = Atomic<Bool>(false)
        let lost = Atomic<Int>(0)
        let failure = Mutex<String?>(nil)

        init(_ faults: Faults) { self.faults = Mutex(faults) }
    }

    /// The relay's own endpoints, for the client.
    let endpoints: WorkerEndpoints
    private let record: Record

    init(to worker: WorkerEndpoints, _ faults: Faults, seed: UInt64) throws {
        let endpoints = try WorkerEndpoints(
            events: worker.events.address + "-relayed", publications: worker.publications.address + "-relayed",
            control: worker.control.address)
        let record = Record(faults)
        self.endpoints = endpoints
        self.record = record
        Thread.detachNewThread {
            do {
                var loop = try Loop(from: endpoints, to: worker, seed: seed)
                while !record.isOver.load(ordering: .acquiring) {
                    let lost = try loop.turn(record.faults.withLock { $0 })
                    record.lost.add(lost, ordering: .acquiringAndReleasing)
                }
            } catch {
                record.failure.withLock { $0 = "\(error)" }
            }
        }
    }

    deinit { record.isOver.store(true, ordering: .releasing) }

    func set(_ faults: Faults) { record.faults.withLock { $0 = faults } }

    /// The number of lost publications.
    var lost: Int { record.lost.load(ordering: .acquiring) }

    private struct Loop: ~Copyable {
        private let events: Socket
        private let push: Socket
        private let publications: Socket
        private let subscriber: Socket
        private var poller = Poller()
        private var random: SplitMix64

        init(from relayed: WorkerEndpoints, to worker: WorkerEndpoints, seed: UInt64) throws {
            let context = try Context()
            let events = try Socket(.pull, in: context)
            try events.bind(relayed.events.address)
            let publications = try Socket(.xpub, in: context)
            try publications.bind(relayed.publications.address)
            let push = try Socket(.push, in: context)
            try push.attach(worker.events)
            let subscriber = try Socket(.xsub, in: context)
            try subscriber.attach(worker.publications)
            _ = poller.add(events)
            _ = poller.add(publications)
            _ = poller.add(subscriber)
            self.events = events
            self.publications = publications
            self.push = push
            self.subscriber = subscriber
            random = SplitMix64(seed: seed)
        }

        /// Relays the pending messages.
        ///
        /// - Returns: The number of publications that were lost.
        mutating func turn(_ faults: Faults) throws -> Int {
            _ = try poller.wait(timeout: .milliseconds(20))
            var lost = 0
            while let frames = try events.receiveFrames(limit: 10_000, .dontWait) {
                if random.chance(faults.lostBatches) { continue }
                _ = try push.send(frames: frames)
                if random.chance(faults.repeatedBatches) { _ = try push.send(frames: frames) }
            }
            while let frames = try publications.receiveFrames(.dontWait) { _ = try subscriber.send(frames: frames) }
            while let frames = try subscriber.receiveFrames(.dontWait) {
                let kind = Topic.parse(frames[0])?.topic.kind
                if let kind, faults.lostKinds.contains(kind), random.chance(faults.lostPublications) {
                    lost += 1
                } else {
                    _ = try publications.send(frames: frames)
                }
            }
            return lost
        }
    }
}
