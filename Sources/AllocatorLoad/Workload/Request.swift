/// Something that wants to run once, on one machine, for a time.
package struct Request: Hashable, Sendable {
    package let name: String
    package let amounts: Amounts
    /// On which models of machine it may run, sorted and each once; empty: on any machine.
    package let models: [String]
    /// The role that it is accounted to.
    package let role: String
    /// When it comes, from the beginning of the workload.
    package let arrival: Duration
    /// How long it runs once it is placed.
    package let runTime: Duration

    package init(
        name: String, amounts: Amounts, models: some Sequence<String> = [], role: String, arrival: Duration = .zero,
        runTime: Duration
    ) {
        self.name = name
        self.amounts = amounts
        self.models = Set(models).sorted()
        self.role = role
        self.arrival = arrival
        self.runTime = runTime
    }
}
