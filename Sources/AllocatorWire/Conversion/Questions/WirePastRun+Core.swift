package import AllocatorCore

/// The remaining capacity of an answer for the offers of runs.
package struct PastRunRoom: Sendable {
    /// The number of lines: pairs of a framework and a role.
    package var lines: Int
    /// The number of bundles (framework, role, agent) to sum up. The line that exceeds it is still completed.
    package var bundles: Int

    package init(lines: Int, bundles: Int) {
        self.lines = lines
        self.bundles = bundles
    }

    package var isUsedUp: Bool { lines <= 0 || bundles <= 0 }
}

extension WirePastRun {
    /// - Parameters:
    ///   - framework: The framework whose offers to include, or `nil` for all.
    ///   - role: The role whose offers to include, with its descendants, or `nil` for all.
    ///   - room: The capacity for the run's offers. Offers beyond it are only counted.
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
        // Shared volumes count once per offer, so the sum may exceed the total.
        for agent in offers.agents {
            for resource in agent.resources {
                guard case .scalar(let quantity) = resource.amount else { continue }
                resources[resource.metadata.name.string, default: 0] += quantity.value
            }
        }
    }
}

extension Name {
    /// Whether this role is `role` or one of its descendants.
    fileprivate func isWithin(_ role: Name) -> Bool {
        self == role || string.utf8.starts(with: "\(role)/".utf8)
    }
}
