import AllocatorCore
import AllocatorWire

/// Queries about the state of a cluster and the reasons for it. Each has bounded work, and long answers come in pages.
extension ControlAnswers {
    func state(_ query: WireStateQuery, in clusters: inout ClusterTable) throws(Refusal) -> WireState {
        try ask(query.cluster, in: &clusters) { cluster throws(Refusal) in try cluster.view(query, within: bounds) }
    }

    func explanation(_ query: WireExplainQuery, in clusters: inout ClusterTable) throws(Refusal) -> WireExplanation {
        try ask(query.cluster, in: &clusters) { cluster throws(Refusal) in
            try cluster.explanation(query, within: bounds)
        }
    }

    func supposing(_ query: WireWhatIfQuery, in clusters: inout ClusterTable) throws(Refusal) -> WireWhatIf {
        try ask(query.cluster, in: &clusters) { cluster throws(Refusal) in
            try cluster.supposing(query, within: bounds)
        }
    }

    func runs(_ query: WireHistoryQuery, in clusters: inout ClusterTable) throws(Refusal) -> WireHistory {
        try ask(query.cluster, in: &clusters) { cluster throws(Refusal) in cluster.history(query, within: bounds) }
    }

    /// Returns the outstanding offers of a master, and the newest publications that they account for. Between two turns
    /// of the event loop, all effects are published.
    func outstanding(
        _ query: WireOutstandingQuery, in clusters: inout ClusterTable
    ) throws(Refusal) -> WireOutstanding {
        let index = try index(ofCluster: query.cluster, in: clusters)
        try checkMaster(query.master)
        var outstanding = clusters[index].outstanding(query, within: bounds)
        let name = clusters[index].name
        func newest(_ kind: Topic.Kind) -> UInt64 {
            history.streams.newestNumber(of: .init(cluster: name, kind: kind, master: query.master))
        }
        outstanding.offersSequence = newest(.offers)
        outstanding.inverseOffersSequence = newest(.inverseOffers)
        outstanding.rescindsSequence = newest(.rescinds)
        return outstanding
    }

    /// Forgets a master. The caller must commit the change before it answers.
    func forget(
        _ query: WireForgetMasterQuery, in clusters: inout ClusterTable, subscriptions: SubscriptionTable
    ) throws(Refusal) -> (cluster: ClusterTable.Index, forgotten: WireForgottenMaster) {
        let index = try index(ofCluster: query.cluster, in: clusters)
        try checkMaster(query.master)
        let isSubscribed = isSubscribed(query, subscriptions: subscriptions)
        return (index, try clusters[index].forget(query, isSubscribed: isSubscribed))
    }

    /// Whether a subscription names topics of the master. A broader subscription may be an observer's.
    private func isSubscribed(_ query: WireForgetMasterQuery, subscriptions: SubscriptionTable) -> Bool {
        let kinds = Topic.Kind.allCases.filter(\.isOfMaster)
        return kinds.contains { kind in
            WireEncoding.allCases.contains {
                subscriptions.names(
                    Topic.prefix(cluster: WireName.cluster(query.cluster), kind: kind, master: query.master, $0))
            }
        }
    }
}
