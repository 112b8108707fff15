import Logging

extension EventPipeline {
    /// Updates the masters of new frameworks before an allocation run makes offers to them.
    mutating func refreshMastersOfFrameworks(of index: ClusterTable.Index) {
        guard listeners != nil else { return }
        let masters = clusters[index].drainMastersOfFrameworks()
        for master in masters.sorted() where refreshListening(of: master, in: index) { batch.carryOver(index) }
    }

    /// Updates all masters of all clusters. Called when subscriptions have changed, and regularly to end grace periods.
    mutating func refreshAllMasters() {
        guard listeners != nil else { return }
        for index in clusters.sortedIndices {
            let masters = clusters[index].masters
            listeners?.retain(only: Set(masters), in: clusters[index].name)
            for master in masters { _ = refreshListening(of: master, in: index) }
            clusters[index].finishBatch(into: &outbox)
            outbox.recordChange(of: index)
        }
    }

    /// - Returns: Whether the master has started or stopped listening, so that the cluster may want an allocation run.
    private mutating func refreshListening(of master: String, in index: ClusterTable.Index) -> Bool {
        let name = clusters[index].name
        let counts = clusters[index].isListening(master)
        let listens = listeners?.refresh(
            .init(cluster: name, name: master), isListening: counts, subscriptions: publisher.subscriptions,
            now: MonotonicTime.now())
        guard let listens, listens != counts else { return false }
        logger.info(
            listens
                ? "a master is subscribed to its offers: its frameworks are offered resources"
                : "a master's offers have no subscriber: they are rescinded, and none are made until one subscribes",
            metadata: [
                "cluster": "\(name)", "master": "\(master)", "subscribe_to": "\(name)/offers/\(master)/",
            ])
        clusters[index].catchUp(into: &outbox)
        clusters[index].setListening(listens, master: master, into: &outbox)
        outbox.recordChange(of: index)
        return true
    }
}
