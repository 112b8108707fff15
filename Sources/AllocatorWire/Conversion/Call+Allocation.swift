import AllocatorCore

extension Call {
    init(_ message: WireUpdateAllocation) throws(MalformedField) {
        self = .updateAllocation(
            framework: try Name(message.frameworkID, requiredIn: "framework_id"),
            agent: try Name(message.agentID, requiredIn: "agent_id"),
            offered: try readResources("offered_resources", of: message.offeredResources),
            change: try AllocationChange(message))
    }

    init(_ message: WireUpdateAvailable) throws(MalformedField) {
        self = .updateAvailable(
            agent: try Name(message.agentID, requiredIn: "agent_id"),
            operations: try readOperations(message.operations))
    }

    init(_ message: WireTransitionOfferedToAllocated) throws(MalformedField) {
        self = .transitionOfferedToAllocated(
            agent: try Name(message.agentID, requiredIn: "agent_id"),
            resources: try readResources("resources", of: message.resources),
            framework: message.frameworkID.isEmpty ? nil : Name(message.frameworkID))
    }

    init(_ message: WireRecoverResources) throws(MalformedField) {
        var filters: RefusalFilters?
        if message.hasFilters {
            filters = try read("filters") { () throws(MalformedField) in try RefusalFilters(message.filters) }
        }
        self = .recoverResources(
            framework: try Name(message.frameworkID, requiredIn: "framework_id"),
            agent: try Name(message.agentID, requiredIn: "agent_id"),
            resources: try readResources("resources", of: message.resources),
            filters: filters, isAllocated: message.isAllocated)
    }
}

extension RefusalFilters {
    init(_ filters: MesosFilters) throws(MalformedField) {
        guard !filters.refuseSeconds.isNaN else {
            throw MalformedField("refuse_seconds", "is not a number: give seconds, or leave it out for 5")
        }
        self.init(refuseSeconds: filters.hasRefuseSeconds ? filters.refuseSeconds : nil)
    }
}

extension AllocationChange {
    init(_ message: WireUpdateAllocation) throws(MalformedField) {
        switch (message.conversions.isEmpty, message.operations.isEmpty) {
        case (true, true):
            // Protobuf does not distinguish an empty list from an absent one. Both mean no conversions.
            self = .operations([])
        case (false, false):
            throw MalformedField("operations", "are set together with conversions: give one of the two")
        case (true, false):
            self = .operations(try readOperations(message.operations))
        case (false, true):
            self = .conversions(
                try readEach("conversions", of: message.conversions) { (conversion) throws(MalformedField) in
                    ResourceConversion(
                        consumed: try readResources("consumed", of: conversion.consumed),
                        converted: try readResources("converted", of: conversion.converted))
                })
        }
    }
}
