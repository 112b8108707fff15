package import AllocatorWire
import SwiftProtobuf

/// Reads what the allocator offers as offers of a workload.
package struct OfferReader: Sendable {
    private let roster: Roster

    package init(_ roster: Roster) {
        self.roster = roster
    }

    /// The offers that a load can use, and the calls that give back at once what it cannot: machines of somebody else,
    /// reservations, other resources.
    ///
    /// - Parameter refusal: For how long what is given back shall not be offered again.
    package func read(
        _ batch: WireOfferBatch, refusal: Duration
    ) -> (offers: [MachineOffer], givenBack: [WireEvent.OneOf_Call]) {
        var offers: [MachineOffer] = []
        var givenBack: [WireEvent.OneOf_Call] = []
        let framework = roster.framework(batch.frameworkID)
        for agent in batch.roles.lazy.flatMap(\.agents) {
            var (usable, others) = Amounts.split(agent.resources, known: roster.resources)
            if let framework, let machine = roster.machine(agent.agentID) {
                offers.append(MachineOffer(framework: framework, machine: machine, amounts: usable))
            } else {
                others = agent.resources
                usable = .zero
            }
            guard !others.isEmpty else { continue }
            givenBack.append(
                .recoverResources(
                    .with {
                        $0.frameworkID = batch.frameworkID
                        $0.agentID = agent.agentID
                        $0.resources = others
                        $0.filters.refuseSeconds = refusal / .seconds(1)
                    }))
        }
        return (offers, givenBack)
    }
}
