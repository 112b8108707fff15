extension ClusterRestoration {
    mutating func restoreFrameworks() throws(StateMismatch) {
        for framework in state.frameworks {
            let description = framework.description
            let master = Framework.Master(
                name: framework.master, isListening: !mastersNotListening.contains(framework.master))
            try Self.attempt("framework '\(description.id)'") { () throws(Refusal) in
                try form.check(description)
                try cluster.addFramework(description, used: [:], isActive: framework.isActive, by: master)
            }
            try checkCount(framework.rescinded, of: "framework '\(description.id)'")
            if let slot = cluster.frameworks.addedSlot(of: description.id) {
                cluster.frameworks.setRescinded(framework.rescinded, of: slot)
            }
        }
    }

    /// Restores the filters of each framework in the order of creation. The order between frameworks is irrelevant.
    mutating func restoreFilters() throws(StateMismatch) {
        for framework in state.frameworks {
            let id = framework.description.id
            guard let slot = cluster.frameworks.addedSlot(of: id) else {
                preconditionFailure("all frameworks have been restored")
            }
            for filter in framework.offerFilters { try restore(filter, of: slot, id) }
            for filter in framework.inverseOfferFilters {
                let inverseOfferFilter = "an inverse-offer filter of framework '\(id)'"
                let agent = try agent(filter.agent, of: inverseOfferFilter)
                try checkFilter(ending: filter.end, id)
                try setNumber(endsBeforeRun: filter.endsBeforeRun, filter.end, of: inverseOfferFilter)
                cluster.addInverseOfferFilter(of: slot, on: agent, until: filter.end)
            }
        }
    }

    private mutating func restore(
        _ filter: FrameworkState.OfferFilter, of framework: FrameworkSlot, _ id: Name
    ) throws(StateMismatch) {
        let resources = try listInUse(filter.resources, of: "an offer filter of framework '\(id)'")
        let agent = try agent(filter.agent, of: "an offer filter of framework '\(id)'")
        let role = try role(filter.role, of: "an offer filter of framework '\(id)'")
        try checkFilter(ending: filter.end, id)
        try setNumber(endsBeforeRun: filter.endsBeforeRun, filter.end, of: "an offer filter of framework '\(id)'")
        cluster.addOfferFilter(resources, of: framework, in: role, on: agent, until: filter.end)
    }

    private func checkFilter(ending end: Instant, _ framework: Name) throws(StateMismatch) {
        try checkAhead(end, "the end of a filter of framework '\(framework)'")
        try Self.attempt("filters") { () throws(Refusal) in try cluster.checkRoomForFilter() }
    }
}
