import AllocatorWire
import BenchmarkedWorker
import Foundation
import Histogram
import ZeroMQ

/// How long it takes from an event that frees resources to the offer of them, while other events keep the worker busy.
///
/// The event is an agent that goes and comes back, in the same stream as the load, so that it waits behind it. The time runs
/// from when it was due to be sent, not from when there was room to send it: a worker that falls behind is not let off.
struct LatencyCase {
    private static let loads = [0.1, 0.5, 0.9]
    private static let probesPerSecond = 250.0

    /// Events a second.
    let highestRate: Double
    let seconds: Int

    func measure() throws -> Section {
        let rows = try Self.loads.map { load in
            let histogram = try latencies(rate: load * highestRate)
            func milliseconds(_ percentile: Double) -> Double {
                Double(histogram.valueAtPercentile(percentile)) / 1_000
            }
            return Row(
                "at \(Int(load * 100)) % (\(Int(load * highestRate)) events/s)", .init("p50 ms", milliseconds(50)),
                .init("p99 ms", milliseconds(99)), .init("most ms", Double(histogram.max) / 1_000))
        }
        return Section(title: "From an event to the offer that it causes, under load", rows: rows)
    }

    /// In microseconds.
    private func latencies(rate: Double) throws -> Histogram<UInt64> {
        let worker = try WorkerProcess(["--ephemeral"])
        var conversation = try Conversation.begin(with: worker.endpoints, listeningTo: [.offers])
        let load = try LoadedCluster(&conversation).recoverEvents(100_000)
        try conversation.apply(batch: [
            Messages.event(Messages.framework(Probes.framework, role: LoadedCluster.role), from: Probes.master),
            Messages.event(Probes.agent),
        ])
        let probes = try Probes(perSecond: Self.probesPerSecond)
        let flood = Flood(of: load, to: worker.endpoints.events, rate: rate) { try probes.sendIfDue(by: $0) }
        defer { flood.stop() }
        var histogram = Histogram<UInt64>(
            lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .three)
        let count = Int(Double(seconds) * Self.probesPerSecond)
        // The first second warms up.
        let warmUp = Int(Self.probesPerSecond)
        for number in 0..<(count + warmUp) {
            try Self.waitForOffer(conversation)
            let microseconds = (ContinuousClock.now - probes.due(number)) / .microseconds(1)
            if number >= warmUp { histogram.record(UInt64(max(0, microseconds))) }
        }
        return histogram
    }

    private static func waitForOffer(_ conversation: borrowing Conversation) throws {
        while true {
            if case .offers(let offers) = try conversation.next().body, offers.frameworkID == Probes.framework {
                return
            }
        }
    }
}
