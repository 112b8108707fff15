package import AllocatorWire
import SwiftProtobuf

/// Converts offers on the wire to offers of a workload.
package struct OfferReader: Sendable {
    private let roster: Roster

    package init(_ roster: Roster) {
        self.roster = roster
    }

    /// Returns the usable offers, and the calls that decline everything else: machines of other masters, reserved
    /// resources and unknown resources.
    /// - Parameter refusal: The time for which a declined offer is not repeated.
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
