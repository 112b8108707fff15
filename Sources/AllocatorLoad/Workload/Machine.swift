/// A machine of the cluster, which is an agent to the allocator.
package struct Machine: Hashable, Sendable {
    /// The name, unique among the machines: the agent's id and hostname.
    package let name: String
    package let total: Amounts
    /// The model of its GPUs; empty if it has none, or if the model does not matter.
    package let model: String

    package init(name: String, total: Amounts, model: String = "") {
        self.name = name
        self.total = total
        self.model = model
    }
}

/// The usable part of an offer of one machine to one framework.
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
