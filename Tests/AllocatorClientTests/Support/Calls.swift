import AllocatorClient
import AllocatorWire
import SwiftProtobuf

/// Calls of a master with one framework, `f`, in the role `r`.
enum Calls {
    /// Initializes the cluster with an allocation interval in milliseconds.
    static func initialize(interval milliseconds: Int32 = 10, offerTimeout: Int64 = 0) -> WireEvent.OneOf_Call {
        .initialize(
            .with {
                $0.allocationInterval.nanos = milliseconds * 1_000_000
                if offerTimeout > 0 { $0.offerTimeout.nanos = Int32(offerTimeout * 1_000_000) }
            })
    }

    static func addFramework(_ id: String = "f") -> WireEvent.OneOf_Call {
        .addFramework(
            .with {
                $0.framework.id.value = id
                $0.framework.name = id
                $0.framework.user = "user"
                $0.framework.roles = ["r"]
                $0.framework.capabilities = [.with { $0.type = .multiRole }]
            })
    }

    static func addAgent(_ id: String) -> WireEvent.OneOf_Call {
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
                    }
                ]
            })
    }

    static func removeAgent(_ id: String) -> WireEvent.OneOf_Call { .removeAgent(.with { $0.agentID = id }) }

    static let heartbeat = WireEvent.OneOf_Call.heartbeat(.init())

    /// Declines everything, to be offered again at once.
    static func decline(_ batch: WireOfferBatch) -> [WireEvent.OneOf_Call] {
        batch.roles.flatMap(\.agents).map { agent in
            .recoverResources(
                .with {
                    $0.frameworkID = batch.frameworkID
                    $0.agentID = agent.agentID
                    $0.resources = agent.resources
                    $0.filters.refuseSeconds = 0
                })
        }
    }
}
