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

/// What a framework is offered on one machine, of what a load can use.
package struct MachineOffer: Hashable, Sendable {
    /// Its index in the workload.
    package let framework: Int
    /// Its index in the workload.
    package let machine: Int
    package let amounts: Amounts

    package init(framework: Int, machine: Int, amounts: Amounts) {
        self.framework = framework
        self.machine = machine
        self.amounts = amounts
    }
}
