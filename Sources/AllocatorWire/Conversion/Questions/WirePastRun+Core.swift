package import AllocatorCore

/// The remaining room of an answer for the offers of runs.
package struct PastRunRoom: Sendable {
    /// Pairs (framework, role).
    package var lines: Int
    /// The number of bundles (framework, role, agent) to sum up. The line that reaches it is completed.
    package var bundles: Int

    package init(lines: Int, bundles: Int) {
        self.lines = lines
        self.bundles = bundles
    }

    package var isUsedUp: Bool { lines <= 0 || bundles <= 0 }
}

extension WirePastRun {
    /// - Parameters:
    ///   - framework: restricts the offers to this framework; nil: all.
    ///   - role: restricts the offers to this role and the roles below it; nil: all.
    ///   - room: the room for the run's offers; the rest is only counted.
    /// - Complexity: O(n) in the frameworks with offers, and in the room.
    package init(
        _ run: AllocationRun, durationNanoseconds: Int64, framework: Name? = nil, role: Name? = nil,
        room: inout PastRunRoom
    ) {
        self.init()
        timeNs = run.time.nanoseconds
        self.run = WireRun(run, durationNanoseconds: durationNanoseconds)
        for offers in run.offers where framework.map({ $0 == offers.framework }) ?? true {
            for offer in offers.roles where role.map({ offer.role.isWithin($0) }) ?? true {
                guard !room.isUsedUp else {
                    givenLeftOut += 1
                    continue
                }
                given.append(WireGiven(offer, to: offers.framework))
                room.lines -= 1
                room.bundles -= offer.agents.count
            }
        }
    }
}

extension WireGiven {
    fileprivate init(_ offers: FrameworkOffers.RoleOffers, to framework: Name) {
        self.init()
        frameworkID = framework.string
        role = offers.role.string
        agents = UInt32(clamping: offers.agents.count)
        // Of shared volumes the sum may be more than there is.
        for agent in offers.agents {
            for resource in agent.resources {
                guard case .scalar(let quantity) = resource.amount else { continue }
                resources[resource.metadata.name.string, default: 0] += quantity.value
            }
        }
    }
}

extension Name {
    /// Whether it is the path of a role or of one below it.
    fileprivate func isWithin(_ role: Name) -> Bool {
        self == role || string.utf8.starts(with: "\(role)/".utf8)
    }
}
