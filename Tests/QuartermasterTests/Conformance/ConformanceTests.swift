import AllocatorTesting
import AllocatorWire
import Foundation
import TestSupport
import Testing

/// Plays the recorded histories over sockets, all against one worker, each in a cluster of its own.
///
/// The first history of each family is in JSON, the second in binary. The suite is serial because a player blocks its
/// thread.
@Suite(.worker("--clock", "virtual"), .serialized)
struct ConformanceTests {
    @Test(.timeLimit(.minutes(10)), arguments: Traces.names + Traces.policies)
    func `a trace comes out as recorded`(trace: String) throws {
        let worker = try #require(WorkerTrait.worker)
        let scenario = try Traces.scenario(trace)
        #expect(scenario.steps.count >= 250 || Traces.policies.contains(trace))
        var player = try ScenarioPlayer(worker.endpoints, cluster: trace, Self.encoding(of: trace))
        try player.greet()
        let difference = try scenario.firstDifference { try player.outcomes(of: $0) }
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(.timeLimit(.minutes(10)))
    func `what a trace does not expect is noticed`() throws {
        let worker = try #require(WorkerTrait.worker)
        var scenario = try Traces.scenario("basic-1.jsonl")
        let index = try #require(scenario.steps.lastIndex { $0.expected.count > 1 })
        scenario.steps[index].expected.removeLast()
        var player = try ScenarioPlayer(worker.endpoints, cluster: "altered", .json)
        try player.greet()
        let difference = try scenario.firstDifference { try player.outcomes(of: $0) }
        #expect(difference?.step.line == scenario.steps[index].line)
    }

    private static func encoding(of trace: String) -> WireEncoding { trace.hasSuffix("-1.jsonl") ? .json : .binary }
}
