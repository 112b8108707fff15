/// Support for masters that do not receive their publications. Their frameworks get no offers, and outstanding offers
/// are rescinded, because no response can be expected.
extension Cluster {
    /// Updates the orders of the roles after a master has started or stopped listening.
    ///
    /// - Complexity: O(*n*) in the frameworks.
    mutating func recordListening(_ master: Framework.Master) {
        memory.quiet = nil
        var isAnyActive = false
        for framework in frameworks.slots(ofMaster: master.name) {
            frameworks.entrust(framework, to: master)
            refreshActivity(of: framework)
            if frameworks[framework].isActive { isAnyActive = true }
        }
        if master.isListening, isAnyActive { schedule.wantRunOverAllAgents() }
    }

    /// Rescinds all offers to the frameworks of a master.
    ///
    /// - Returns: The rescinded offers, or `nil` if there were none.
    /// - Complexity: O(*n*) in the agents and their outstanding offers.
    mutating func rescindOffers(ofMaster master: String) -> Rescission? {
        let owned = Set(frameworks.slots(ofMaster: master))
        var bundles: [OfferBundle] = []
        for agent in agents.sorted {
            for offer in agents[agent].offers.offers where owned.contains(offer.framework) {
                if let bundle = rescind(offer.number, on: agent) { bundles.append(bundle) }
            }
        }
        return bundles.isEmpty ? nil : rescission(of: bundles)
    }
}
