import AllocatorCore
import Logging

/// Aggregates the resets of clusters for the log: clients control their number.
///
/// Bounded by the number of clusters.
struct ResetReport {
    private struct Resets {
        var count = 0
        var frameworks = 0
        var agents = 0
        var offers = 0
        /// The sender of the last reset.
        var master = ""
    }

    private var resets: [String: Resets] = [:]

    /// Records a reset.
    ///
    /// - Parameter dropped: The contents of the cluster before the reset.
    mutating func record(_ dropped: ClusterMeasures, of cluster: String, by master: String) {
        var resets = resets[cluster] ?? Resets()
        resets.count += 1
        resets.frameworks += dropped.frameworks
        resets.agents += dropped.agents
        resets.offers += dropped.outstandingOffers
        resets.master = master
        self.resets[cluster] = resets
    }

    /// Logs the resets since the last call.
    mutating func report(to logger: Logger) {
        for (cluster, resets) in resets.sorted(by: { $0.key < $1.key }) {
            logger.warning(
                "a master reset a cluster: its former contents are gone",
                metadata: [
                    "cluster": "\(cluster)", "master": "\(resets.master)", "resets": "\(resets.count)",
                    "dropped_frameworks": "\(resets.frameworks)", "dropped_agents": "\(resets.agents)",
                    "dropped_offers": "\(resets.offers)",
                ])
        }
        resets.removeAll()
    }
}
