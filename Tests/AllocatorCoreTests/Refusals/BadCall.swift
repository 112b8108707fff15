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

    /// A cluster in which there is one of everything: agent `a` of which framework `f` holds a part in role `r`, agent `b`
    /// of which nobody holds anything.
    static func cluster(limits: AllocatorLimits = AllocatorLimits()) throws -> Cluster {
        let cluster = try Cluster(limits: limits)
        try cluster.play(
            .framework("f", "r", isActive: false),
            .agent(
                "a", .cpus(4), .disk(8).reserved("r").volume("v").provided(by: "p"),
                .disk(9).source(.mount, root: "/m"),
                used: ["f": [.cpus(1), .disk(9).source(.mount, root: "/m")].allocated("r")]),
            .agent("b", .cpus(4), .disk(4).reserved("r").volume("w")))
        return cluster
    }

    func check(in cluster: Cluster) {
        let refusal = cluster.refusal(of: call)
        #expect(refusal?.codeName == code)
        #expect(refusal?.message.contains(says) == true, "it says: \(refusal?.message ?? "nothing")")
    }
}
