import AllocatorTesting
import AllocatorWire
import Foundation
import Testing

/// The recorded histories played over real sockets, all against one worker, each in a cluster of its own.
@Suite(.worker("--clock", "virtual", "--max-clusters", "1000"))
struct ConformanceTests {
    @Test func `all traces are there`() {
        #expect(Traces.names.count == 42)
    }

    @Test(.timeLimit(.minutes(5)), arguments: Traces.names, WireEncoding.allCases)
    func `a trace comes out as recorded`(trace: String, encoding: WireEncoding) throws {
        let worker = try #require(WorkerTrait.worker)
        let scenario = try Traces.scenario(trace)
        #expect(scenario.steps.count >= 250)
        var player = try ScenarioPlayer(worker.endpoints, cluster: "\(trace).\(encoding)", encoding)
        try player.greet()
        let difference = try scenario.firstDifference { try player.outcomes(of: $0) }
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }
}
