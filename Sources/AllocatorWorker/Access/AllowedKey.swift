import AllocatorCore
package import AllocatorWire
package import ZeroMQ

/// A key that may connect, and what its owner may do.
package struct AllowedKey: Hashable, Sendable {
    /// Names of masters, of clusters, and topics that one key may have.
    package static let maximumMasters = 256
    package static let maximumClusters = 64
    package static let maximumTopics = 256

    /// In logs and metrics.
    package let name: String
    package let key: CurvePublicKey
    package let observation: ObservationRights
    /// Whether all that the control socket takes may be asked.
    package let hasControl: Bool
    /// Whether calls about frameworks of every master may be made, and not of its own masters alone.
    package let mayActForAnyMaster: Bool
    /// Whether calls about the whole cluster and its agents may be made.
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

    /// Whether events may be sent in the name of a master to a cluster.
    package func covers(cluster: String, master: String) -> Bool {
        observation.masters.covers(master) && observation.clusters.covers(cluster)
    }

    /// Whether a question may be asked: as the table in the page WireProtocol has it.
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

    /// What may be observed may be had again.
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
