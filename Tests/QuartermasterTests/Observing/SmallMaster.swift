import AllocatorClient
import AllocatorWire
import SwiftProtobuf

/// A master with agents of 4 cpus and 1.5 GiB, whose frameworks keep offers unless a test declines them.
final class SmallMaster: Sendable {
    private let client: MasterClient

    init(on endpoints: WorkerEndpoints) throws {
        client = try MasterClient(to: endpoints, master: "m")
    }

    func close() async { await client.close() }

    func begin(agents: Int) async throws {
        try await client.send([.initialize(.with { $0.allocationInterval.nanos = 50_000_000 })])
        try await client.send((1...agents).map { Self.agent("agent-\($0)") })
    }

    private static func agent(_ id: String) -> WireEvent.OneOf_Call {
        .addAgent(
            .with {
                $0.agent.id.value = id
                $0.agent.hostname = id
                $0.capabilities = [.with { $0.type = .multiRole }]
                $0.total.resources = [
                    .with {
                        $0.name = "cpus"
                        $0.type = .scalar
                        $0.scalar.value = 4
                    },
                    .with {
                        $0.name = "mem"
                        $0.type = .scalar
                        $0.scalar.value = 1_536
                    },
                ]
            })
    }

    /// Gives the first offer that it gets.
    func addFramework(_ id: String, role: String) async throws -> WireOfferBatch {
        try await client.call(
            .addFramework(
                .with {
                    $0.framework.id.value = id
                    $0.framework.name = id
                    $0.framework.user = "user"
                    $0.framework.roles = [role]
                    $0.framework.capabilities = [.with { $0.type = .multiRole }]
                })
        ).get()
        for try await update in client.offers {
            if case .offered(let batch) = update, batch.frameworkID == id { return batch }
        }
        throw Overdue(description: "no offer to \(id) came")
    }

    /// For an hour.
    func decline(agent: Int, of batch: WireOfferBatch) async throws {
        let offer = batch.roles[0].agents[agent]
        try await client.call(
            .recoverResources(
                .with {
                    $0.frameworkID = batch.frameworkID
                    $0.agentID = offer.agentID
                    $0.resources = offer.resources
                    $0.filters.refuseSeconds = 3_600
                })
        ).get()
    }
}
