import AllocatorCore
package import AllocatorWire
package import ZeroMQ

/// An entry of the allow-list: a public key and its rights.
package struct AllowedKey: Hashable, Sendable {
    /// Limits on the masters, clusters and topics of one entry.
    package static let maximumMasters = 256
    package static let maximumClusters = 64
    package static let maximumTopics = 256

    /// The name for logs and metrics.
    package let name: String
    package let key: CurvePublicKey
    package let observation: ObservationRights
    /// Whether the key may send every query on the control socket.
    package let hasControl: Bool
    /// Whether the key may make calls about the frameworks of all masters, not only of its own.
    package let mayActForAnyMaster: Bool
    /// Whether the key may make calls about the whole cluster and its agents.
    package let mayChangeCluster: Bool

    package init(
        name: String, key: CurvePublicKey, observation: ObservationRights, hasControl: Bool,
        mayActForAnyMaster: Bool = false, mayChangeCluster: Bool = false
    ) {
        self.name = name
        self.key = key
        self.observation = observation
        self.hasControl = hasControl
        self.mayActForAnyMaster = mayActForAnyMaster
        self.mayChangeCluster = mayChangeCluster
    }

    /// Whether the key may send events of a master to a cluster.
    package func covers(cluster: String, master: String) -> Bool {
        observation.masters.covers(master) && observation.clusters.covers(cluster)
    }

    /// Whether the key may send a query, by the table in the page WireProtocol.
    package func mayAsk(_ question: WireQuery.OneOf_Question) -> Bool {
        if hasControl { return true }
        return switch question {
        case .ping: true
        case .metrics: observation.covers(Topic.metrics.bytes(.binary))
        case .replay(let query): mayAsk(query)
        case .outstanding(let query): mayAsk(query)
        case .digest, .state, .explain, .whatIf, .history, .forgetMaster: false
        }
    }

    /// A key may request a replay of the topics that it may subscribe to.
    private func mayAsk(_ query: WireReplayQuery) -> Bool {
        guard let kind = Topic.Kind(rawValue: query.kind) else { return false }
        let master = kind.isOfMaster ? query.master : nil
        return observation.covers(
            Topic.prefix(cluster: WireName.cluster(query.cluster), kind: kind, master: master, .binary))
    }

    private func mayAsk(_ query: WireOutstandingQuery) -> Bool {
        [Topic.Kind.offers, .inverseOffers].allSatisfy {
            observation.covers(
                Topic.prefix(cluster: WireName.cluster(query.cluster), kind: $0, master: query.master, .binary))
        }
    }
}
