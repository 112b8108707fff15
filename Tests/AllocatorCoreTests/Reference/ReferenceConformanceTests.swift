import AllocatorTesting
import Foundation
import TestSupport
import Testing

/// The reference model against the recorded histories of Mesos.
@Suite(.serialized)
struct ReferenceConformanceTests {
    @Test func `all traces are there`() {
        #expect(Traces.names.count == 42)
    }

    // Under the thread sanitizer one trace may take minutes.
    @Test(.timeLimit(.minutes(15)), arguments: Traces.names)
    func `the reference model plays a trace as recorded`(file: String) throws {
        let scenario = try Scenario(contentsOf: Traces.file(file))
        #expect(scenario.steps.count >= 250)
        let difference = scenario.firstDifference(playedBy: ReferenceAllocator.self)
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test(.timeLimit(.minutes(15)), arguments: Traces.policies)
    func `the reference model plays a history of policies as recorded`(file: String) throws {
        let scenario = try Scenario(contentsOf: Traces.file(file))
        let difference = scenario.firstDifference(playedBy: ReferenceAllocator.self)
        #expect(difference == nil, "\(difference.map(\.description) ?? "")")
    }

    @Test func `a difference names the line, the event, what was wanted and what came`() throws {
        let text = """
            {"event":{"master":"m1","initialize":{}},"expect":[]}

            {"event":{"master":"m1","request_id":"r","remove_agent":{"agent_id":"a"}},"expect":[{"reply":"ok"}]}
            """
        let difference = try Scenario(name: "two lines", text: text).firstDifference(playedBy: ReferenceAllocator.self)
        let description = try #require(difference).description
        #expect(description.hasPrefix("two lines, line 3: "))
        #expect(description.contains("remove_agent"))
        #expect(description.contains("wanted:\n  ok\ngot:\n  refused with code 2"))
    }
}
