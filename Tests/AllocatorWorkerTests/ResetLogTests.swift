import AllocatorWorker
import Testing

/// The log of resets: other masters may use the cluster.
@Suite(.timeLimit(.minutes(2))) struct ResetLogTests {
    private static func initialize(_ master: String, reset: Bool) -> String {
        #"{"master": "\#(master)", "initialize": {"reset": \#(reset)}}"#
    }

    private static func add(_ agent: String) -> String {
        #"""
        {"master": "m1", "add_agent": {"agent": {"id": {"value": "\#(agent)"}, "hostname": "h"}, "total": {"resources":
         [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}}]}, "capabilities": [{"type": "MULTI_ROLE"}]}}
        """#
    }

    private static let addFramework = #"""
        {"master": "m1", "add_framework": {"framework": {"id": {"value": "f"}, "user": "u", "name": "n", "roles": ["r"],
         "capabilities": [{"type": "MULTI_ROLE"}]}}}
        """#

    @Test func `a reset is logged as a warning with what was dropped and by which master`() async throws {
        let log = LogCollector()
        try await withWorker(logger: log.logger) {
            $0.requireSubscriber = false
        } _: { worker in
            var party = try TestClients.connect(to: worker)
            let history = [Self.initialize("m1", reset: false), Self.add("a1"), Self.add("a2"), Self.addFramework]
            _ = try party.publications(after: history)
            _ = try party.publications(after: Self.initialize("m2", reset: true))
        }
        let resets = log.lines.filter { $0.contains("reset a cluster") }
        #expect(
            resets == [
                "warning: a master reset a cluster: its former contents are gone cluster=default dropped_agents=2 "
                    + "dropped_frameworks=1 dropped_offers=2 master=m2 resets=1"
            ], "\(log.lines)")
    }

    @Test func `no reset is logged for an empty cluster, a refused call or a call without reset`()
        async throws
    {
        let log = LogCollector()
        try await withWorker(logger: log.logger) { worker in
            var party = try TestClients.connect(to: worker)
            // The first call creates the cluster, and the second one repeats it.
            _ = try party.publications(after: Self.initialize("m1", reset: true), Self.initialize("m1", reset: false))
            let refused = #"{"master": "m1", "initialize": {"reset": true, "allocation_interval": "-1s"}}"#
            _ = try party.publications(after: refused)
        }
        #expect(log.lines.filter { $0.contains("reset a cluster") }.isEmpty, "\(log.lines)")
    }
}
