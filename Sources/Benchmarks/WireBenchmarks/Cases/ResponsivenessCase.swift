import AllocatorWire
import BenchmarkedWorker
import Foundation
import Glibc
import Histogram

/// Measures how soon an overloaded worker answers a question, begins its shutdown on request, and ends.
struct ResponsivenessCase {
    let seconds: Int

    private static let timeBetweenPings: UInt32 = 5_000
    private static let ends = 3

    func measure() throws -> Section {
        var pings = Histogram<UInt64>(
            lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .three)
        var drains: [Double] = []
        var exits: [Double] = []
        for _ in 0..<Self.ends {
            let log = Pipe()
            let worker = try WorkerProcess(["--ephemeral"], logLevel: "info", log: log)
            var conversation = try MasterConnection.begin(with: worker.endpoints, listeningTo: [.offers])
            let load = try LoadedCluster(&conversation).recoverEvents(100_000)
            let flood = FloodingMaster(of: load, to: worker.endpoints.events)
            defer { flood.stop() }
            let end = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < end {
                let begin = ContinuousClock.now
                _ = try conversation.ask(.ping(Messages.empty))
                pings.record(UInt64((ContinuousClock.now - begin) / .microseconds(1)))
                usleep(Self.timeBetweenPings)
            }
            let stopping = try stop(worker, log)
            drains.append(stopping.drain)
            exits.append(stopping.exit)
        }
        func milliseconds(_ percentile: Double) -> Double { Double(pings.valueAtPercentile(percentile)) / 1_000 }
        return Section(
            title: "Under as much load as it takes: how soon it answers, in ms",
            rows: [
                Row("ping, half", .init("ms", milliseconds(50))), Row("ping, 99 of 100", .init("ms", milliseconds(99))),
                Row("ping, most", .init("ms", Double(pings.max) / 1_000)),
                Row("SIGTERM until it drains", .init("ms", drains)),
                Row("SIGTERM until it is gone", .init("ms", exits)),
            ])
    }

    /// Milliseconds from the signal to the line in the log, and to the end of the process while the load goes on.
    private func stop(_ worker: WorkerProcess, _ log: Pipe) throws -> (drain: Double, exit: Double) {
        let begin = ContinuousClock.now
        worker.terminate()
        var text = ""
        while !text.contains("draining") {
            let data = log.fileHandleForReading.availableData
            guard !data.isEmpty else { throw BenchmarkFailure("the worker ended without a word") }
            text += String(decoding: data, as: UTF8.self)
        }
        let drain = (ContinuousClock.now - begin) / .milliseconds(1)
        try worker.waitForEnd()
        return (drain, (ContinuousClock.now - begin) / .milliseconds(1))
    }
}
