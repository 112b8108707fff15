import AllocatorCore
import Logging

/// Counts what resets drop, and logs one line a second for each cluster at most: senders decide how many resets come.
///
/// Bounded by the clusters that the worker has.
struct ResetReport {
    private struct Resets {
        var count = 0
        var frameworks = 0
        var agents = 0
        var offers = 0
        /// The sender of the last one.
        var master = ""
    }

    private var resets: [String: Resets] = [:]

    /// Counts one reset.
    ///
    /// - Parameter dropped: what the cluster had until then.
    mutating func note(_ dropped: ClusterMeasures, of cluster: String, by master: String) {
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
                "a master reset a cluster: all that the cluster held is gone",
                metadata: [
                    "cluster": "\(cluster)", "master": "\(resets.master)", "resets": "\(resets.count)",
                    "dropped_frameworks": "\(resets.frameworks)", "dropped_agents": "\(resets.agents)",
                    "dropped_offers": "\(resets.offers)",
                ])
        }
        resets.removeAll()
    }
}

extension Delivery {
    /// Whether the call starts a cluster anew.
    var isReset: Bool {
        if case .success(.initialize(_, reset: true)) = call { return true }
        return false
    }
}
