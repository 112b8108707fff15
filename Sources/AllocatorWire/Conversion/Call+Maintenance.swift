import AllocatorCore

extension Call {
    init(_ message: WireUpdateUnavailability) throws(MalformedField) {
        var unavailability: Unavailability?
        if message.hasUnavailability {
            unavailability = try read("unavailability") { () throws(MalformedField) in
                try Unavailability(message.unavailability)
            }
        }
        self = .updateUnavailability(agent: try Name(message.agentID, requiredIn: "agent_id"), unavailability)
    }

    init(_ message: WireUpdateInverseOffer) throws(MalformedField) {
        var response = InverseOfferResponse(
            agent: try Name(message.agentID, requiredIn: "agent_id"),
            framework: try Name(message.frameworkID, requiredIn: "framework_id"))
        if message.hasUnavailableResources {
            response.unavailableResources = try read("unavailable_resources") { () throws(MalformedField) in
                try UnavailableResources(message.unavailableResources)
            }
        }
        if message.hasStatus {
            response.status = try read("status") { () throws(MalformedField) in
                try InverseOfferStatus(message.status)
            }
        }
        if message.hasFilters {
            response.filters = try read("filters") { () throws(MalformedField) in
                try RefusalFilters(message.filters)
            }
        }
        self = .updateInverseOffer(response)
    }
}

extension Unavailability {
    init(_ unavailability: MesosUnavailability) throws(MalformedField) {
        guard unavailability.start.hasNanoseconds else {
            throw .missing("start.nanoseconds", "give the time at which the maintenance begins")
        }
        self.init(start: unavailability.start.nanoseconds)
        guard unavailability.hasDuration else { return }
        guard unavailability.duration.hasNanoseconds else {
            throw .missing("duration.nanoseconds", "give it, or leave out duration where there is no end")
        }
        guard unavailability.duration.nanoseconds >= 0 else {
            throw MalformedField("duration.nanoseconds", "is negative: give zero or more")
        }
        duration = unavailability.duration.nanoseconds
    }
}

extension UnavailableResources {
    init(_ unavailable: WireUnavailableResources) throws(MalformedField) {
        guard unavailable.hasUnavailability else {
            throw .missing("unavailability", "give the one of the inverse offer")
        }
        self.init(
            resources: try readResources("resources", of: unavailable.resources),
            unavailability: try read("unavailability") { () throws(MalformedField) in
                try Unavailability(unavailable.unavailability)
            })
    }
}

extension InverseOfferStatus {
    init(_ status: MesosInverseOfferStatus) throws(MalformedField) {
        let value: Status
        switch status.status {
        case .unknown: value = .unknown
        case .accept: value = .accept
        case .decline: value = .decline
        case .unset: throw .missing("status", "give ACCEPT or DECLINE")
        case .UNRECOGNIZED(let number): throw .unknown("status", number: number, known: "ACCEPT or DECLINE")
        }
        guard status.timestamp.hasNanoseconds else {
            throw .missing("timestamp.nanoseconds", "give the time at which the framework answered")
        }
        self.init(
            status: value,
            framework: try read("framework_id") { () throws(MalformedField) in try Name(status.frameworkID) },
            timestamp: status.timestamp.nanoseconds)
    }
}

// MARK: - Writing

extension MesosUnavailability {
    init(_ unavailability: Unavailability) {
        self.init()
        start.nanoseconds = unavailability.start
        if let duration = unavailability.duration { self.duration.nanoseconds = duration }
    }
}

extension MesosInverseOfferStatus {
    init(_ status: InverseOfferStatus) {
        self.init()
        self.status =
            switch status.status {
            case .unknown: .unknown
            case .accept: .accept
            case .decline: .decline
            }
        frameworkID.value = status.framework.string
        timestamp.nanoseconds = status.timestamp
    }
}
