/// Masters that do not listen to their publications: they get no offers, and the outstanding ones are rescinded, since no
/// answer can be expected.
extension Cluster {
    /// A master as it sends a call.
    struct Master: Sendable {
        var name: String
        var isListening: Bool
    }

    /// Brings the frameworks of a master that has begun or ceased to listen into the orders of their roles or out of them.
    ///
    /// - Complexity: O(*n*) in the frameworks.
    mutating func note(_ master: Master) {
        memory.quiet = nil
        var isAnyActive = false
        for framework in Array(frameworks.slots) where frameworks[framework].isKnown {
            guard frameworks[framework].master == master.name else { continue }
            entrust(framework, to: master)
            refreshActivity(of: framework)
            if frameworks[framework].isActive { isAnyActive = true }
        }
        if master.isListening, isAnyActive { wantRunOverAllAgents() }
    }

    /// Takes back all that is offered to the frameworks of a master.
    ///
    /// - Returns: What is to be told of it; nil where nothing was offered to them.
    /// - Complexity: O(*n*) in the agents and what is offered of them.
    mutating func rescindOffers(of master: String) -> Rescission? {
        let asking = frameworksOf(master)
        var bundles: [OfferBundle] = []
        for agent in agents.sorted {
            for offer in agents[agent].offers.offers where asking.contains(offer.framework) {
                if let bundle = rescind(offer.number, on: agent) { bundles.append(bundle) }
            }
        }
        return bundles.isEmpty ? nil : rescission(of: bundles)
    }

    /// Makes a framework that of a master. Whether it is in the orders of its roles is for the caller to refresh.
    mutating func entrust(_ framework: Slot<Framework>, to master: Master) {
        frameworks[framework].master = master.name
        frameworks[framework].isMasterListening = master.isListening
    }

    func master(ofFramework id: Name) -> String? { addedFramework(id).map { frameworks[$0].master } }

    func frameworkCount(ofMaster master: String) -> Int {
        frameworks.slots.count { frameworks[$0].isKnown && frameworks[$0].master == master }
    }

    /// The masters that frameworks have, by name.
    var masters: [String] {
        let names = Set(frameworks.slots.filter { frameworks[$0].isKnown }.map { Name(frameworks[$0].master) })
        return names.sorted().map(\.string)
    }
}
