import AllocatorWire
import BenchmarkedWorker
import Foundation
import Histogram
import ZeroMQ

/// Measures the latency from an event that frees resources to their offer, under load.
///
/// The event removes and re-adds an agent, in the same stream as the load, so that it queues behind it. The time counts
/// from when the event was due, not from when it could be sent, to avoid coordinated omission.
struct LatencyCase {
    private static let loads = [0.1, 0.5, 0.9]
    private static let probesPerSecond = 250.0
    /// The size of the bound's frames, in bytes: about that of an event of the load.
    private static let eventSize = 173

    /// The rate in events per second.
    let highestRate: Double
    let seconds: Int

    func measure() throws -> Section {
        let rows = try Self.loads.flatMap { load in
            let rate = load * highestRate
            return [
                Self.row("at \(Int(load * 100)) % (\(Int(rate)) events/s)", try latencies(rate: rate)),
                Self.row("  bound: ZeroMQ alone, in C", try boundLatencies(rate: rate)),
            ]
        }
        return Section(title: "From an event to the offer that it causes, under load", rows: rows)
    }

    private static func row(_ name: String, _ histogram: Histogram<UInt64>) -> Row {
        func milliseconds(_ percentile: Double) -> Double {
            Double(histogram.valueAtPercentile(percentile)) / 1_000
        }
        return Row(
            name, .init("p50 ms", milliseconds(50)), .init("p99 ms", milliseconds(99)),
            .init("most ms", Double(histogram.max) / 1_000))
    }

    private func latencies(rate: Double) throws -> Histogram<UInt64> {
        let worker = try WorkerProcess(["--ephemeral"])
        var conversation = try MasterConnection.begin(with: worker.endpoints, listeningTo: [.offers])
        let load = try LoadedCluster(&conversation).recoverEvents(100_000)
        try conversation.apply(batch: [
            Messages.event(Messages.framework(Probes.framework, role: LoadedCluster.role), from: Probes.master),
            Messages.event(Probes.agent),
        ])
        let probes = try Probes(perSecond: Self.probesPerSecond)
        let flood = FloodingMaster(of: load, to: worker.endpoints.events, rate: rate) { try probes.sendIfDue(by: $0) }
        defer { flood.stop() }
        return try histogram(of: probes) { try Self.waitForOffer(conversation) }
    }

    private static func waitForOffer(_ conversation: borrowing MasterConnection) throws {
        while true {
            if case .offers(let offers) = try conversation.next().body, offers.frameworkID == Probes.framework {
                return
            }
        }
    }

    /// Measures the latencies of frames of the same size that return unchanged: the cost of the transport alone.
    private func boundLatencies(rate: Double) throws -> Histogram<UInt64> {
        let relay = try OwnProcess(["relay-bound", "--queue", "\(IngestCase.queue)"])
        let (events, publications) = (try relay.nextLine(), try relay.nextLine())
        let subscriber = try Socket(.sub, in: Context())
        try subscriber.subscribe(to: [])
        try subscriber.connect(publications)
        var frames = Frames()
        frames.append([UInt8](repeating: RelayBound.mark, count: Self.eventSize))
        try Self.wait(for: subscriber, toGet: frames, sentTo: events)
        let probes = Probes(of: frames, perSecond: Self.probesPerSecond)
        let flood = FloodingMaster(of: .alike(100_000, size: Self.eventSize), to: events, rate: rate) {
            try probes.sendIfDue(by: $0)
        }
        defer { flood.stop() }
        return try histogram(of: probes) {
            guard try subscriber.receiveFrames() != nil else { throw BenchmarkFailure("the bound fell silent") }
        }
    }

    /// Sends frames until the relay knows its subscriber, and drains the returned ones.
    private static func wait(for subscriber: borrowing Socket, toGet frames: Frames, sentTo events: String) throws {
        let push = try Push(to: events)
        try subscriber.set(.receiveTimeout, to: .milliseconds(50))
        var isKnown = false
        for _ in 0..<1_200 where !isKnown {
            try push.send(frames)
            isKnown = try subscriber.receiveFrames() != nil
        }
        guard isKnown else { throw BenchmarkFailure("the bound published nothing for a minute") }
        while try subscriber.receiveFrames() != nil {}
        try subscriber.set(.receiveTimeout, to: .seconds(60))
    }

    /// Measures the latencies in microseconds, from when each probe was due to when `wait` returns.
    private func histogram(of probes: Probes, _ wait: () throws -> Void) throws -> Histogram<UInt64> {
        var histogram = Histogram<UInt64>(
            lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .three)
        let count = Int(Double(seconds) * Self.probesPerSecond)
        // The first second is the warm-up.
        let warmUp = Int(Self.probesPerSecond)
        for number in 0..<(count + warmUp) {
            try wait()
            let microseconds = (ContinuousClock.now - probes.due(number)) / .microseconds(1)
            if number >= warmUp { histogram.record(UInt64(max(0, microseconds))) }
        }
        return histogram
    }
}
