package import AllocatorCore
import SwiftProtobuf

extension WireExplanation {
    package init(_ explanation: Explanation) {
        self.init()
        frameworkID = explanation.framework.string
        timeNs = explanation.time.nanoseconds
        runs = explanation.runs
        agents = UInt32(clamping: explanation.agents)
        last = explanation.last?.string ?? ""
        groups = explanation.groups.map { group in
            var wire = WireReasonGroup()
            wire.role = group.role.string
            wire.agents = UInt32(clamping: group.agents)
            wire.examples = group.examples.map(\.string)
            wire.reason.reason = WireReason.OneOf_Reason(group.reason)
            return wire
        }
    }
}

extension WireReason.OneOf_Reason {
    init(_ reason: Reason) {
        let nothing = Google_Protobuf_Empty()
        switch reason {
        case .paused(let known, let expected): self = .paused(.init(known, expected))
        case .frameworkInactive: self = .frameworkInactive(nothing)
        case .masterNotListening(let master): self = .masterNotListening(.with { $0.master = master })
        case .notSubscribed: self = .notSubscribed(nothing)
        case .suppressed: self = .suppressed(nothing)
        case .agentDeactivated: self = .agentDeactivated(nothing)
        case .agentNotWhitelisted(let host): self = .agentNotWhitelisted(.with { $0.hostname = host.string })
        case .excludedByConstraints(let failing):
            self = .excludedByConstraints(.with { $0.failing = failing.map { MesosAttributeConstraint($0) } })
        case .frameworkLacks(let missing):
            let types = MesosFrameworkInfo.Capability.list(missing).map(\.type)
            self = .frameworkLacks(.with { $0.capabilities = types })
        case .agentLacks(let missing):
            let types = MesosAgentInfo.Capability.list(missing).map(\.type)
            self = .agentLacks(.with { $0.capabilities = types })
        case .nothingAvailable(let holders):
            self = .nothingAvailable(.with { $0.holders = holders.map { WireHolder($0) } })
        case .reservedForOthers(let roles): self = .reservedForOthers(.with { $0.roles = roles.map(\.string) })
        case .belowMinimum(let minimums, let available): self = .belowMinimum(.init(minimums, available))
        case .atLimit(let role, let limits, let consumed, let guaranteed):
            self = .atLimit(.init(role, limits: limits, consumed: consumed, guaranteed: guaranteed))
        case .heldBack(let roles, let required, let available): self = .heldBack(.init(roles, required, available))
        case .sumExhausted: self = .sumExhausted(nothing)
        case .refused(let until, let declined): self = .refused(.init(until, declined))
        case .behind(let contest): self = .behind(.init(contest))
        case .tooManyAhead(let asked): self = .tooManyAhead(.with { $0.asked = UInt32(clamping: asked) })
        case .offered(let resources): self = .offered(.init(resources))
        }
    }
}

extension WireReason.Paused {
    fileprivate init(_ known: Int, _ expected: Int?) {
        self.init()
        knownAgents = UInt32(clamping: known)
        expectedAgents = UInt32(clamping: expected ?? 0)
    }
}

extension WireReason.Minimum {
    fileprivate init(_ minimums: [[NamedQuantity]], _ available: [NamedQuantity]) {
        self.init()
        self.minimums = minimums.map { minimum in .with { $0.quantities = minimum.byName } }
        self.available = available.byName
    }
}

extension WireReason.Limit {
    fileprivate init(
        _ role: Name, limits: [NamedQuantity], consumed: [NamedQuantity], guaranteed: [NamedQuantity]
    ) {
        self.init()
        self.role = role.string
        self.limits = limits.byName
        self.consumed = consumed.byName
        self.guaranteed = guaranteed.byName
    }
}

extension WireReason.Headroom {
    fileprivate init(_ roles: [Name], _ required: [NamedQuantity], _ available: [NamedQuantity]) {
        self.init()
        self.roles = roles.map(\.string)
        self.required = required.byName
        self.available = available.byName
    }
}

extension WireReason.Refused {
    fileprivate init(_ until: ClosedRange<Instant>, _ declined: [NamedQuantity]) {
        self.init()
        earliestEndNs = until.lowerBound.nanoseconds
        latestEndNs = until.upperBound.nanoseconds
        self.declined = declined.byName
    }
}

extension WireReason.Contest {
    fileprivate init(_ contest: Contest) {
        self.init()
        precedence =
            switch contest.precedence {
            case .guarantee: .guarantee
            case .share: .share
            case .lot: .lot
            }
        frameworkID = contest.framework.string
        role = contest.role.string
        first = Contender(contest.first)
        second = Contender(contest.second)
    }
}

extension WireReason.Contest.Contender {
    fileprivate init(_ contender: Contest.Contender) {
        self.init()
        name = contender.name.string
        weightedShare = contender.weightedShare
        allocations = contender.allocations
    }
}

extension WireReason.Offered {
    /// Summarizes resources; ranges and sets by their number of items.
    fileprivate init(_ resources: [Resource]) {
        self.init()
        var sums: [String: Double] = [:]
        for resource in resources {
            sums[resource.metadata.name.string, default: 0] += resource.amount.size
        }
        self.resources = sums
    }
}

extension ResourceAmount {
    fileprivate var size: Double {
        switch self {
        case .scalar(let quantity): quantity.value
        case .ranges(let ranges): ranges.reduce(0) { $0 + Double($1.upperBound - $1.lowerBound) + 1 }
        case .set(let items): Double(items.count)
        }
    }
}
