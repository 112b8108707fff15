/// What a framework is offered on one machine, of what a load can use.
package struct Offer: Hashable, Sendable {
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
