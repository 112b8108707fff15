import AllocatorCore
import Testing

/// One call that must be refused, and how.
struct BadCall: CustomTestStringConvertible, Sendable {
    let what: String
    let call: Call
    let code: String
    /// Part of what the refusal says.
    let says: String

    init(_ what: String, _ call: Call, _ code: String, says: String) {
        (self.what, self.call, self.code, self.says) = (what, call, code, says)
    }

    var testDescription: String { what }

    /// A cluster with one of everything.
    ///
    /// A part of agent `a` is offered to framework `f` in role `r`. Agent `b` is free.
    static func cluster(limits: AllocatorLimits = AllocatorLimits()) throws -> TestCluster {
        let cluster = try TestCluster(limits: limits)
        let mount = Resource.disk(9).source(.mount, root: "/m")
        try cluster.play(.framework("f", "r"), .agent("a", .cpus(1), mount))
        try cluster.play(
            .deactivateFramework("f"),
            .changedAgent("a", total: [.cpus(4), .disk(8).reserved("r").volume("v").provided(by: "p"), mount]),
            .agent("b", .cpus(4), .disk(4).reserved("r").volume("w")))
        return cluster
    }

    func check(in cluster: TestCluster) {
        let refusal = cluster.refusal(of: call)
        #expect(refusal?.codeName == code)
        #expect(refusal?.message.contains(says) == true, "it says: \(refusal?.message ?? "nothing")")
    }
}
