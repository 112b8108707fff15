import AllocatorWire
import BenchmarkedWorker
import Glibc
import Histogram

/// Measures the cost of an observer and of questions for explanations to a worker under full load.
struct WatchedCase {
    let seconds: Int
    let repetitions: Int

    private static let explanationsPerSecond = 10
    /// The time for the page to receive its initial events.
    private static let secondsToSettle: UInt32 = 2

    /// The viewers during a measurement.
    private enum Watch: String, CaseIterable {
        case page = "a page is open"
        case explanations = "explanations are asked for"
        case both = "both"

        var hasPage: Bool { self != .explanations }
        var hasExplanations: Bool { self != .page }
    }

    func measure() throws -> Section {
        let worker = try WorkerProcess(["--ephemeral"])
        var conversation = try MasterConnection.begin(with: worker.endpoints, listeningTo: [.offers])
        let load = try LoadedCluster(&conversation).recoverEvents(200_000)
        let flood = FloodingMaster(of: load, to: worker.endpoints.events)
        defer { flood.stop() }
        var times = Histogram<UInt64>(
            lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .three)
        var alone: [Double] = []
        var (watched, shares): ([Watch: [Double]], [Watch: [Double]]) = ([:], [:])
        // The first repetition is the warm-up.
        for repetition in 0...repetitions {
            var before = try conversation.appliedRate(over: .seconds(seconds)) { usleep(100_000) }
            for watch in Watch.allCases {
                let during = try rate(conversation, watch, worker, &times)
                // Each rate is compared with the rates directly before and after it, so that other load on the machine
                // affects both.
                let after = try conversation.appliedRate(over: .seconds(seconds)) { usleep(100_000) }
                defer { before = after }
                guard repetition > 0 else { continue }
                alone.append(after)
                watched[watch, default: []].append(during)
                shares[watch, default: []].append(200 * during / (before + after))
            }
        }
        func milliseconds(_ percentile: Double) -> Double { Double(times.valueAtPercentile(percentile)) / 1_000 }
        let rows = Watch.allCases.map { watch in
            let shares = Estimate(of: shares[watch] ?? [])
            return Row(
                watch.rawValue, .init("events/s", watched[watch] ?? []), .init("% alone", shares.mean),
                .init("std error", shares.standardError))
        }
        return Section(
            title: "As much load as it takes, a page open and \(Self.explanationsPerSecond) explanations a second",
            rows: [Row("no viewer", .init("events/s", alone))] + rows + [
                Row("an explanation, half", .init("ms", milliseconds(50))),
                Row("an explanation, 99 of 100", .init("ms", milliseconds(99))),
            ])
    }

    private func rate(
        _ conversation: borrowing MasterConnection, _ watch: Watch, _ worker: WorkerProcess,
        _ times: inout Histogram<UInt64>
    ) throws -> Double {
        let observer = watch.hasPage ? try ObserverProcess(of: worker.endpoints) : nil
        if watch.hasPage { sleep(Self.secondsToSettle) }
        let seen = observer?.viewedBytes
        var asked = 0
        let begin = ContinuousClock.now
        let rate = try conversation.appliedRate(over: .seconds(seconds)) {
            guard watch.hasExplanations else {
                usleep(100_000)
                return
            }
            let due = begin + .milliseconds(1_000 * asked / Self.explanationsPerSecond)
            let wait = (due - ContinuousClock.now) / .microseconds(1)
            if wait > 0 { usleep(UInt32(wait)) }
            var query = WireExplainQuery()
            query.frameworkID = Messages.frameworkID(asked % LoadedCluster.frameworks)
            let start = ContinuousClock.now
            _ = try conversation.ask(.explain(query))
            times.record(UInt64((ContinuousClock.now - start) / .microseconds(1)))
            asked += 1
        }
        guard seen == nil || observer?.viewedBytes != seen else {
            throw BenchmarkFailure("the page was shown nothing new")
        }
        return rate
    }
}
