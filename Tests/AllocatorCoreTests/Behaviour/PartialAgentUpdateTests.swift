import AllocatorCore
import Testing

/// `update_agent` that names an agent by its id alone: what is missing is missing, and not empty.
@Suite("Updating a part of an agent") struct PartialAgentUpdateTests {
    private func cluster() throws -> TestCluster {
        let cluster = try TestCluster()
        try cluster.play(
            .framework("f", "r"),
            .agent("a", .cpus(4)) {
                $0.hostname = "host"
                $0.port = 5051
                $0.domain = FaultDomain(region: "x", zone: "y")
                $0.attributes = [Attribute(name: "rack", value: .text("r1"))]
            })
        return cluster
    }

    private func update(total: [Resource]? = nil, capabilities: AgentCapabilities? = nil) -> Call {
        .updateAgent(
            AgentDescription(id: "a", capabilities: capabilities ?? []), total: total,
            replacesCapabilities: capabilities != nil, replacesInfo: false)
    }

    @Test func `nothing but an id changes nothing and starts no run`() throws {
        let cluster = try cluster()
        let before = cluster.allocator.digest()
        #expect(try cluster.play(update()).isEmpty)
        // The digest counts the calls that were accepted: the same call again, of two clusters that are alike.
        let other = try self.cluster()
        #expect(other.allocator.digest() == before)
        try other.play(
            .changedAgent("a") {
                $0.hostname = "host"
                $0.port = 5051
                $0.domain = FaultDomain(region: "x", zone: "y")
                $0.attributes = [Attribute(name: "rack", value: .text("r1"))]
            })
        #expect(cluster.allocator.digest() == other.allocator.digest(), "as the same description again")
    }

    @Test func `a total or capabilities alone leave the rest`() throws {
        let parts: [(Call, AgentCapabilities?)] = [
            (update(total: [.cpus(9)]), nil), (update(capabilities: .multiRole), .multiRole),
        ]
        for (part, capabilities) in parts {
            let cluster = try cluster()
            #expect(try cluster.play(part).count == 1, "it is a change")
            let whole = try self.cluster()
            try whole.play(
                .changedAgent(
                    "a", total: capabilities == nil ? [.cpus(9)] : nil, replacesCapabilities: capabilities != nil
                ) {
                    $0.hostname = "host"
                    $0.port = 5051
                    $0.domain = FaultDomain(region: "x", zone: "y")
                    $0.attributes = [Attribute(name: "rack", value: .text("r1"))]
                    if let capabilities { $0.capabilities = capabilities }
                })
            #expect(cluster.allocator.digest() == whole.allocator.digest())
        }
    }
}
