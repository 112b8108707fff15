import AllocatorWire
import BenchmarkedWorker
import Glibc
import Histogram

/// What it costs a worker under full load that an observer shows it on a page and that questions why there was no offer are asked.
struct WatchedCase {
    let seconds: Int
    let repetitions: Int

    private static let explanationsPerSecond = 10
    /// Until the page has what it begins with.
    private static let secondsToSettle: UInt32 = 2

    func measure() throws -> Section {
        let worker = try WorkerProcess(["--ephemeral"])
        var conversation = try Conversation.begin(with: worker.endpoints, listeningTo: [.offers])
        let load = try LoadedCluster(&conversation).recoverEvents(200_000)
        let flood = Flood(of: load, to: worker.endpoints.events)
        defer { flood.stop() }
        var times = Histogram<UInt64>(
            lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .three)
        var (alone, watched, shares): ([Double], [Double], [Double]) = ([], [], [])
        // The first pair warms up.
        for repetition in 0...repetitions {
            let before = try rate(conversation) { usleep(100_000) }
            let during = try rateWhileWatched(worker, conversation, &times)
            let after = try rate(conversation) { usleep(100_000) }
            guard repetition > 0 else { continue }
            alone += [before, after]
            watched.append(during)
            shares.append(200 * during / (before + after))
        }
        func milliseconds(_ percentile: Double) -> Double { Double(times.valueAtPercentile(percentile)) / 1_000 }
        return Section(
            title: "As much load as it takes, a page open and \(Self.explanationsPerSecond) explanations a second",
            rows: [
                Row("nobody looks", .init("events/s", alone)),
                Row("watched", .init("events/s", watched), .init("% of before", shares)),
                Row("explanation, half", .init("ms", milliseconds(50))),
                Row("explanation, 99 of 100", .init("ms", milliseconds(99))),
            ])
    }

    private func rateWhileWatched(
        _ worker: WorkerProcess, _ conversation: borrowing Conversation, _ times: inout Histogram<UInt64>
    ) throws -> Double {
        let observer = try ObserverProcess(of: worker.endpoints)
        sleep(Self.secondsToSettle)
        let seen = observer.viewedBytes
        var asked = 0
        let begin = ContinuousClock.now
        let rate = try rate(conversation) {
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
        guard observer.viewedBytes > seen else { throw BenchmarkFailure("the page was shown nothing new") }
        return rate
    }

    /// Applied events a second, while `body` is done again and again.
    private func rate(_ conversation: borrowing Conversation, _ body: () throws -> Void) throws -> Double {
        let first = try conversation.appliedEvents()
        let begin = ContinuousClock.now
        while ContinuousClock.now - begin < .seconds(seconds) { try body() }
        let last = try conversation.appliedEvents()
        return Double(last - first) / ((ContinuousClock.now - begin) / .seconds(1))
    }
}
