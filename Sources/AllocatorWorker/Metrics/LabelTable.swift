/// Which clusters have their own label: the first that the worker had, up to a limit; all others are one. A cluster keeps its
/// label, so that no series of a counter ever goes back.
package struct LabelTable {
    /// Clusters with their own label.
    package static let maximumClusters = 16
    /// The label of all that have none of their own. What is really called so has none either.
    package static let rest = "other"

    /// In the order in which they came.
    package private(set) var names: [String] = []
    private let limit: Int

    package init(limit: Int = Self.maximumClusters) {
        self.limit = limit
    }

    /// The label of a cluster; a new one gets its own while there is room.
    package mutating func label(of cluster: String) -> String {
        if names.contains(cluster) { return cluster }
        guard names.count < limit, cluster != Self.rest else { return Self.rest }
        names.append(cluster)
        return cluster
    }
}
