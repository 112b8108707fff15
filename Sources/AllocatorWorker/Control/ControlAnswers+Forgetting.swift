import AllocatorCore
import AllocatorWire

extension ControlAnswers {
    /// Forgets a master. The only question that changes a cluster: what it has changed is kept before it is answered.
    ///
    /// - Parameters:
    ///   - subscriptions: What is subscribed to.
    ///   - keep: Makes what has happened to a cluster outlive the worker.
    /// - Throws: what `keep` throws; then the worker must end.
    func forget(
        _ query: WireForgetMasterQuery, _ subscriptions: SubscriptionTable, keep: (Cluster) throws -> Void
    ) throws -> WireAnswer.OneOf_Answer {
        let cluster: Cluster
        let forgotten: WireForgottenMaster
        do throws(Refusal) {
            cluster = try self.cluster(query.cluster)
            try checkMaster(query.master)
            let isListening = isListening(query, subscriptions)
            forgotten = try ask(query.cluster) { cluster throws(Refusal) in
                try cluster.forget(query, isListening: isListening)
            }
        } catch {
            return .error(WireError(error))
        }
        try keep(cluster)
        return .forgottenMaster(forgotten)
    }

    /// Whether a subscription names topics of the master. One that covers more may be an observer's.
    private func isListening(_ query: WireForgetMasterQuery, _ subscriptions: SubscriptionTable) -> Bool {
        let kinds = Topic.Kind.allCases.filter(\.isOfMaster)
        return kinds.contains { kind in
            WireEncoding.allCases.contains {
                subscriptions.names(
                    Topic.prefix(cluster: WireName.cluster(query.cluster), kind: kind, master: query.master, $0))
            }
        }
    }
}
