/// A machine of the cluster, which the allocator knows as an agent.
package struct Machine: Hashable, Sendable {
    /// Unique among the machines; the agent's id and its hostname.
    package let name: String
    package let total: Amounts
    /// Of its GPUs; empty where it has none, or of no model that matters.
    package let model: String

    package init(name: String, total: Amounts, model: String = "") {
        self.name = name
        self.total = total
        self.model = model
    }
}
