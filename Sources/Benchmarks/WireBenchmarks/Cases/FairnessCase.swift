import AllocatorWire
import BenchmarkedWorker
import Foundation
import Histogram

/// Measures a well-behaved master's latency while another master, over connections of its own, sends as much as it can.
struct FairnessCase {
    let seconds: Int

    private static let eventsPerSecond = 100
    private static let flooder = "flooder"

    /// The traffic of the other master.
    private enum Flooding: CaseIterable {
        case nothing
        case events
        case eventsOverManyConnections
        case smallBatches
        case batches
        case largestBatches
        case runs
        case garbage

        var name: String {
            switch self {
            case .nothing: "nothing"
            case .events: "events"
            case .eventsOverManyConnections: "events over \(connections) connections"
            case .smallBatches: "batches of 100 events"
            case .batches: "batches of 1,000 events"
            case .largestBatches: "batches of 10,000 events"
            case .runs: "events that ask for a run each"
            case .garbage: "frames that are no events"
            }
        }

        var connections: Int {
            switch self {
            case .nothing: 0
            case .eventsOverManyConnections: 16
            default: 1
            }
        }

        func frames(_ cluster: LoadedCluster) throws -> Frames {
            switch self {
            case .nothing: return Frames()
            case .events, .eventsOverManyConnections: return try cluster.recoverEvents(100_000, from: flooder)
            case .smallBatches: return try cluster.recoverEvents(100_000, from: flooder, inBatchesOf: 100)
            case .batches: return try cluster.recoverEvents(100_000, from: flooder, inBatchesOf: 1_000)
            case .largestBatches: return try cluster.recoverEvents(100_000, from: flooder, inBatchesOf: 10_000)
            case .runs:
                var frames = Frames()
                let revive = WireEvent.OneOf_Call.reviveOffers(Messages.roles(of: Messages.frameworkID(0)))
                for _ in 0..<1_000 { try frames.append(Messages.event(revive, from: flooder)) }
                return frames
            case .garbage: return Frames.alike(100_000, size: 200)
            }
        }
    }

    func measure() throws -> Section {
        let rows = try Flooding.allCases.map { flooding in
            let times = try latencies(flooding)
            func milliseconds(_ percentile: Double) -> Double { Double(times.valueAtPercentile(percentile)) / 1_000 }
            return Row(
                flooding.name, .init("p50 ms", milliseconds(50)), .init("p99 ms", milliseconds(99)),
                .init("most ms", Double(times.max) / 1_000), .init("answered", Double(times.totalCount)))
        }
        return Section(title: "From a master's event to its answer, while another master sends", rows: rows)
    }

    /// The latencies, in microseconds, of events answered in time. Each is counted from the time when the event was
    /// due, so a worker that falls behind does not look better.
    private func latencies(_ flooding: Flooding) throws -> Histogram<UInt64> {
        let worker = try WorkerProcess(["--ephemeral"])
        var conversation = try MasterConnection.begin(
            with: worker.endpoints, listeningTo: [.offers], alsoAs: [PacedMaster.name])
        let frames = try flooding.frames(LoadedCluster(&conversation))
        let master = PacedMaster(eventsPerSecond: Self.eventsPerSecond, to: worker.endpoints.events)
        let floods = (0..<flooding.connections).map { _ in FloodingMaster(of: frames, to: worker.endpoints.events) }
        defer {
            master.stop()
            for flood in floods { flood.stop() }
        }
        var times = Histogram<UInt64>(
            lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: .three)
        let begin = ContinuousClock.now
        while ContinuousClock.now - begin < .seconds(seconds + 1) {
            guard case .reply(let reply) = try conversation.next().body, let number = Int(reply.requestID) else {
                continue
            }
            let microseconds = (ContinuousClock.now - master.due(number)) / .microseconds(1)
            // The first second is the warm-up.
            if number >= Self.eventsPerSecond { times.record(UInt64(max(0, microseconds))) }
        }
        return times
    }
}
