import Logging

extension SocketLoop {
    /// Looks at the masters whose frameworks have just come, before a run makes offers to them.
    mutating func watchMastersOfFrameworks(of cluster: Cluster) {
        guard listeners != nil else { return }
        let masters = cluster.assumeIsolated { $0.takeMastersOfFrameworks() }
        for master in masters.sorted() where look(at: master, of: cluster) { batch.leaveUnfinished(cluster) }
    }

    /// Looks at all masters of all clusters: when subscriptions have changed, and now and then to end grace periods.
    mutating func watchAllMasters() {
        guard listeners != nil else { return }
        for cluster in clusters.all {
            let masters = cluster.assumeIsolated { $0.masters }
            listeners?.keep(only: Set(masters), in: cluster.name)
            for master in masters { _ = look(at: master, of: cluster) }
            outbox.append(cluster.assumeIsolated { $0.finishBatch() }, of: cluster)
        }
    }

    /// - Returns: whether the cluster may want a run now, since the master has begun to listen or ceased to.
    private mutating func look(at master: String, of cluster: Cluster) -> Bool {
        let counts = cluster.assumeIsolated { $0.isListening(master) }
        let listens = listeners?.look(
            at: .init(cluster: cluster.name, name: master), isListening: counts, publisher.subscriptions,
            now: MonotonicTime.now())
        guard let listens, listens != counts else { return false }
        logger.info(
            listens
                ? "a master listens: its frameworks are offered resources"
                : "no subscriber asks for a master's offers: they are taken back, and none are made until one does",
            metadata: [
                "cluster": "\(cluster.name)", "master": "\(master)",
                "subscribe_to": "\(cluster.name)/offers/\(master)/",
            ])
        outbox.append(cluster.assumeIsolated { $0.catchUp() }, of: cluster)
        outbox.append(cluster.assumeIsolated { $0.setListening(listens, master: master) }, of: cluster)
        return true
    }
}
