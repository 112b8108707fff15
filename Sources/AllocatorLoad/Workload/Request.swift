/// A task that runs once, on one machine, for a fixed time.
package struct Request: Hashable, Sendable {
    package let name: String
    package let amounts: Amounts
    /// The models of machine that it may run on, sorted and without duplicates. If empty, any model.
    package let models: [String]
    /// The role on whose behalf it runs.
    package let role: String
    /// The arrival, from the start of the workload.
    package let arrival: Duration
    /// The time for which it runs after placement.
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
