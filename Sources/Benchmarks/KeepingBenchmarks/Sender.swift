import AllocatorWire
import BenchmarkedWorker
import ZeroMQ

/// Pushes sequenced events, one per message, and waits for their acknowledgements.
struct Sender: ~Copyable {
    static let master = "bench"
    private static let cluster = WireName.defaultCluster

    private let push: Socket
    private let acks: Socket
    private let encoder = EventEncoder()
    private let decoder = PublicationDecoder()

    struct NoAcknowledgement: Error, CustomStringConvertible {
        let description = "the worker acknowledged nothing for a minute"
    }

    init(to endpoints: WorkerProcess.Endpoints) throws {
        let context = try Context()
        let push = try Socket(.push, in: context)
        try push.set(.linger, to: .seconds(60))
        try push.connect(endpoints.events)
        let acks = try Socket(.sub, in: context)
        try acks.set(.receiveHighWaterMark, to: 0)
        try acks.set(.receiveTimeout, to: .seconds(60))
        try acks.subscribe(to: Topic.prefix(cluster: Self.cluster, kind: .acks, master: Self.master, .binary))
        try acks.connect(endpoints.publications)
        self.push = push
        self.acks = acks
    }

    /// Sends events and waits until they are acknowledged. It repeats the first event until the worker knows its
    /// subscribers.
    func send(_ events: [WireEvent], from first: UInt64) throws {
        let frames = try events.enumerated().map { index, event in
            var numbered = JournalWorkload.numbered(first + UInt64(index))
            numbered.call = event.call
            return try encoder.encode(numbered, as: .binary)
        }
        try acks.set(.receiveTimeout, to: .milliseconds(50))
        var tries = 0
        repeat {
            _ = try push.send(frames[0])
            tries += 1
            guard tries < 1_200 else { throw NoAcknowledgement() }
        } while try acks.receiveFrames(limit: 2) == nil
        try acks.set(.receiveTimeout, to: .seconds(60))
        for frame in frames.dropFirst() { _ = try push.send(frame) }
        try wait(for: first + UInt64(events.count) - 1)
    }

    /// Measures the seconds from the first event to the acknowledgement of the last.
    func time(_ frames: [[UInt8]], upTo last: UInt64) throws -> Double {
        let begin = ContinuousClock.now
        for frame in frames { _ = try push.send(frame) }
        try wait(for: last)
        return (ContinuousClock.now - begin) / .seconds(1)
    }

    private func wait(for last: UInt64) throws {
        while true {
            guard let frames = try acks.receiveFrames(limit: 2), let body = frames.last else {
                throw NoAcknowledgement()
            }
            if try decoder.decode(body).ack.sequence >= last { return }
        }
    }
}
