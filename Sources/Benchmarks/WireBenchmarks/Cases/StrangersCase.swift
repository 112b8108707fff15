import AllocatorWire
import BenchmarkedWorker
import Foundation

/// Measures a well-behaved master's remaining rate while strangers connect to the events port.
struct StrangersCase {
    let seconds: Int
    let repetitions: Int

    func measure() throws -> Section {
        let worker = try WorkerProcess(["--ephemeral"])
        guard let port = URL(string: worker.endpoints.events)?.port.flatMap({ UInt16(exactly: $0) }) else {
            throw BenchmarkFailure("the worker said it is at \(worker.endpoints.events)")
        }
        var conversation = try MasterConnection.begin(with: worker.endpoints, listeningTo: [.offers])
        let load = try LoadedCluster(&conversation).recoverEvents(200_000)
        let flood = FloodingMaster(of: load, to: worker.endpoints.events)
        defer { flood.stop() }
        var alone: [Double] = []
        var (rates, shares): ([Strangers.Kind: [Double]], [Strangers.Kind: [Double]]) = ([:], [:])
        var connections: [Strangers.Kind: Int] = [:]
        // The first repetition is the warm-up.
        for repetition in 0...repetitions {
            var before = try rate(conversation)
            for kind in Strangers.Kind.allCases {
                let strangers = Strangers(kind, toPort: port)
                let during = try rate(conversation)
                strangers.stop()
                // Each rate is compared with the rates directly before and after it, so that other load on the machine
                // affects both.
                let after = try rate(conversation)
                defer { before = after }
                guard repetition > 0 else { continue }
                alone.append(after)
                rates[kind, default: []].append(during)
                shares[kind, default: []].append(200 * during / (before + after))
                connections[kind, default: 0] += strangers.count
            }
        }
        let rows = Strangers.Kind.allCases.map { kind in
            let share = Estimate(of: shares[kind] ?? [])
            return Row(
                kind.rawValue, .init("events/s", rates[kind] ?? []), .init("% alone", share.mean),
                .init("std error", share.standardError), .init("strangers", Double(connections[kind] ?? 0)))
        }
        return Section(
            title: "As much load as it takes from one master, while strangers come",
            rows: [Row("no strangers", .init("events/s", alone))] + rows)
    }

    private func rate(_ conversation: borrowing MasterConnection) throws -> Double {
        try conversation.appliedRate(over: .seconds(seconds)) { usleep(100_000) }
    }
}
