/// The answer to an accepted call.
package enum Reply: Hashable, Sendable {
    case ok
    /// The agents by id, each with its frameworks by id.
    case inverseOfferStatuses([AgentStatuses])

    package struct AgentStatuses: Hashable, Sendable {
        package var agent: Name
        package var frameworks: [InverseOfferStatus]

        package init(agent: Name, frameworks: [InverseOfferStatus]) {
            self.agent = agent
            self.frameworks = frameworks
        }
    }
}
