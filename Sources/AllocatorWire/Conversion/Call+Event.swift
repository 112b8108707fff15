package import AllocatorCore

extension Call {
    /// Reads the call of an event.
    ///
    /// - Throws: `Refusal.invalidArgument` with the path of the invalid field, for every malformed field that `Call`
    ///   could not express. The allocator checks everything that depends on the state, on the syntax of names, or on
    ///   several fields of a resource. `WireEvent.checkEnvelope()` checks the envelope.
    /// - Complexity: O(n) in the size of the event.
    package init(_ event: WireEvent) throws(Refusal) {
        guard let call = event.call else {
            throw .invalidArgument("the event has no call that this version knows: set one field of Event's oneof")
        }
        do {
            self = try Call(call)
        } catch {
            throw .invalidArgument(error.inside(event.callName).description)
        }
    }

    private init(_ call: WireEvent.OneOf_Call) throws(MalformedField) {
        switch call {
        case .initialize(let message): self = .initialize(try AllocatorOptions(message), reset: message.reset)
        case .recover(let message): try self.init(message)
        case .addFramework(let message): try self.init(message)
        case .removeFramework(let framework): self = .removeFramework(try Name(framework))
        case .activateFramework(let framework): self = .activateFramework(try Name(framework))
        case .deactivateFramework(let framework): self = .deactivateFramework(try Name(framework))
        case .updateFramework(let message): try self.init(message)
        case .addAgent(let message): try self.init(message)
        case .removeAgent(let agent): self = .removeAgent(try Name(agent))
        case .updateAgent(let message): try self.init(message)
        case .addResourceProvider(let message): try self.init(message)
        case .activateAgent(let agent): self = .activateAgent(try Name(agent))
        case .deactivateAgent(let agent): self = .deactivateAgent(try Name(agent))
        case .updateWhitelist(let message): self.init(message)
        case .requestResources(let message): try self.init(message)
        case .updateAllocation(let message): try self.init(message)
        case .updateAvailable(let message): try self.init(message)
        case .updateUnavailability(let message): try self.init(message)
        case .updateInverseOffer(let message): try self.init(message)
        case .getInverseOfferStatuses: self = .inverseOfferStatuses
        case .transitionOfferedToAllocated(let message): try self.init(message)
        case .recoverResources(let message): try self.init(message)
        case .suppressOffers(let message):
            self = .suppressOffers(framework: try Name(message), roles: message.roles.map { Name($0) })
        case .reviveOffers(let message):
            self = .reviveOffers(framework: try Name(message), roles: message.roles.map { Name($0) })
        case .updateQuota(let message): try self.init(message)
        case .updateWeights(let message): try self.init(message)
        case .pause: self = .pause
        case .resume: self = .resume
        case .advance(let message): try self.init(message)
        case .heartbeat: self = .heartbeat
        }
    }

    private init(_ message: WireAdvance) throws(MalformedField) {
        guard message.hasDuration else { throw .missing("duration", "give the time to advance the clock by") }
        self = .advance(try read("duration") { () throws(MalformedField) in try TimeSpan(message.duration) })
    }
}
