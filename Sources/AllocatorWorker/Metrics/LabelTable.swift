/// Assigns metric labels to names, such as those of clusters: a label of its own for each of the first names up to a
/// limit, and one common label for all others. A name keeps its label, so that no counter ever decreases.
package struct LabelTable {
    /// The default limit, for clusters.
    package static let maximumClusters = 16
    /// The common label. A name that equals it never gets a label of its own.
    package static let rest = "other"

    /// The names with a label of their own, in the order of their arrival.
    package private(set) var names: [String] = []
    private let limit: Int

    package init(limit: Int = Self.maximumClusters) {
        self.limit = limit
    }

    /// Returns the label of a name. A new name gets its own while the limit allows.
    package mutating func label(of cluster: String) -> String {
        if names.contains(cluster) { return cluster }
        guard names.count < limit, cluster != Self.rest else { return Self.rest }
        names.append(cluster)
        return cluster
    }
}
