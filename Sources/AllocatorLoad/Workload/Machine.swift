/// A machine of the cluster, which is an agent in the allocator.
package struct Machine: Hashable, Sendable {
    /// The unique name, which is the agent's id and hostname.
    package let name: String
    package let total: Amounts
    /// The model of its GPUs. Empty if it has none, or if the model is irrelevant.
    package let model: String

    package init(name: String, total: Amounts, model: String = "") {
        self.name = name
        self.total = total
        self.model = model
    }
}

/// The usable part of an offer of one machine to one framework.
package struct MachineOffer: Hashable, Sendable {
    /// The index in the workload.
    package let framework: Int
    /// The index in the workload.
    package let machine: Int
    package let amounts: Amounts

    package init(framework: Int, machine: Int, amounts: Amounts) {
        self.framework = framework
        self.machine = machine
        self.amounts = amounts
    }
}
