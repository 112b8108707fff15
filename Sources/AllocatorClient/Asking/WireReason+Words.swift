package import AllocatorWire

/// The texts that explain a reason against an offer to people, and its remedy.
///
/// Names come from masters and may contain control characters. Escape the texts before displaying them.
extension WireReason {
    /// The reason against the offer as part of a sentence, without a capital letter and a full stop.
    ///
    /// - Parameter now: The time of the cluster's clock in nanoseconds.
    package func words(at now: Int64) -> String {
        switch reason {
        case .paused(let pause): Self.words(pause)
        case .frameworkInactive: "the framework is inactive"
        case .masterNotListening(let reason):
            "no subscriber receives the offers of its master \(reason.master), so outstanding ones were rescinded"
        case .notSubscribed: "the framework is not subscribed to the role"
        case .suppressed: "the framework has suppressed offers in the role"
        case .agentDeactivated: "the agent is deactivated"
        case .agentNotWhitelisted(let reason): "host \(reason.hostname) is not in the whitelist"
        case .excludedByConstraints(let reason): Self.words(reason)
        case .frameworkLacks(let reason):
            "the framework lacks \(reason.capabilities.map { "\($0)".upperSnakeCase }.joined(separator: ", "))"
        case .agentLacks(let reason):
            "the agent lacks \(reason.capabilities.map { "\($0)".upperSnakeCase }.joined(separator: ", "))"
        case .nothingAvailable(let reason): Self.words(reason)
        case .reservedForOthers(let reason):
            "the remaining resources are reserved for "
                + "\(reason.roles.joined(separator: ", "))"
        case .belowMinimum(let reason): Self.words(reason)
        case .atLimit(let limit):
            "role \(limit.role) is at its limit: \(limit.consumed.quantityWords) consumed of "
                + "\(limit.limits.quantityWords)"
                + (limit.guaranteed.isEmpty
                    ? "" : ", and \(limit.guaranteed.quantityWords) guaranteed to other roles below it")
        case .heldBack(let headroom): Self.words(headroom)
        case .sumExhausted: "the sum of the resources in use is too large to compute"
        case .refused(let refusal): Self.words(refusal, now)
        case .behind(let contest): Self.words(contest)
        case .tooManyAhead(let reason): "\(reason.asked) or more frameworks come first"
        case .offered(let offer): "nothing prevents an offer: the next run offers \(offer.resources.quantityWords)"
        case nil: "a reason that this version does not know"
        }
    }

    /// The change that would remove the reason, or `nil` if there is no reason against the offer.
    package var remedy: String? {
        switch reason {
        case .paused(let pause): pause.expectedAgents > 0 ? "resume, or wait for the agents" : "resume"
        case .frameworkInactive: "activate_framework"
        case .masterNotListening(let reason): "let the master subscribe to …/offers/\(reason.master)/"
        case .notSubscribed: "update_framework with the role among its roles"
        case .suppressed: "revive_offers"
        case .agentDeactivated: "activate_agent"
        case .agentNotWhitelisted: "update_whitelist with the host, or without a list"
        case .excludedByConstraints: "update_framework with other offer constraints, or other attributes of the agent"
        case .frameworkLacks: "update_framework with the capability, if the framework has it"
        case .agentLacks: "update_agent with the capability, if the agent has it"
        case .nothingAvailable: "wait until the holders free some, or limit them by a quota"
        case .reservedForOthers: "update_available to unreserve some"
        case .belowMinimum: "wait for more to be freed, or lower the minimum"
        case .atLimit: "raise the limit by update_quota, or free some in the role"
        case .heldBack: "lower the guarantees by update_quota, add agents, or let the roles use their guarantees"
        case .sumExhausted: "free some resources"
        case .refused: "wait, or revive_offers"
        case .behind(let contest): contest.precedence == .guarantee ? "update_quota" : "wait, or update_weights"
        case .tooManyAhead: "suppress offers to frameworks that need none"
        case .offered, nil: nil
        }
    }

    // MARK: Reasons with numbers

    private static func words(_ pause: Paused) -> String {
        guard pause.expectedAgents > 0 else { return "allocation is paused" }
        return "allocation is paused until \(pause.expectedAgents) agents are known; there are \(pause.knownAgents)"
    }

    private static func words(_ constraints: Constraints) -> String {
        let failing = constraints.failing.map(\.words)
        if failing.count == 1 { return "the offer constraints require \(failing[0])" }
        let groups = failing.enumerated().map { "group \($0 + 1) requires \($1)" }
        return "no group of the offer constraints matches: \(groups.joined(separator: "; "))"
    }

    private static func words(_ holders: Holders) -> String {
        guard !holders.holders.isEmpty else { return "the agent has no resources" }
        let largest = holders.holders.map { holder in
            let offered = holder.offered.isEmpty ? "" : " (\(holder.offered.quantityWords) of that only offered)"
            return "\(holder.frameworkID) in \(holder.role): \(holder.held.quantityWords)\(offered)"
        }
        return "no resources remain; the largest holders are \(largest.joined(separator: "; "))"
    }

    private static func words(_ minimum: Minimum) -> String {
        let minimums = minimum.minimums.map(\.quantities.quantityWords).joined(separator: " or ")
        return "the remainder, \(minimum.available.quantityWords), is below the minimum of \(minimums)"
    }

    private static func words(_ headroom: Headroom) -> String {
        let roles = headroom.roles.joined(separator: ", ")
        return "held back for the guarantees of \(roles): they lack \(headroom.required.quantityWords), and "
            + "\(headroom.available.quantityWords) is free in total"
    }

    private static func words(_ refusal: Refused, _ now: Int64) -> String {
        let (first, last) = (seconds(refusal.earliestEndNs - now), seconds(refusal.latestEndNs - now))
        let end = first == last ? "for \(last) s more" : "for \(first) to \(last) s more"
        return "declined: filtered \(end), by a decline of \(refusal.declined.quantityWords)"
    }

    private static func seconds(_ nanoseconds: Int64) -> String {
        (Double(max(0, nanoseconds)) / 1e9).words
    }

    private static func words(_ contest: Contest) -> String {
        let rival = "\(contest.frameworkID) in \(contest.role)"
        switch contest.precedence {
        case .guarantee: return "\(rival) comes first: the guarantee of the role is not met"
        case .lot: return "\(rival) comes first in this random order"
        case .share, .UNRECOGNIZED:
            let (first, second) = (contest.first, contest.second)
            let shares =
                "\(first.name) has a share/weight of \(first.weightedShare.percent), \(second.name) "
                + "\(second.weightedShare.percent)"
            guard first.weightedShare == second.weightedShare else { return "\(rival) comes first: \(shares)" }
            return
                "\(rival) comes first: \(shares), and received \(first.allocations) allocations, not "
                + "\(second.allocations)"
        }
    }
}

// MARK: - Formatted numbers

extension [String: Double] {
    /// The quantities by resource name: `cpus 4, mem 1 GiB`.
    package var quantityWords: String {
        guard !isEmpty else { return "nothing" }
        return sorted { $0.key < $1.key }.map { "\($0) \(ResourceWords.amount($1, of: $0))" }.joined(separator: ", ")
    }
}

extension Double {
    /// The number with at most three decimals and without trailing zeros.
    package var words: String {
        guard let thousandths = Int64(exactly: (self * 1000).rounded()) else { return "\(self)" }
        let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
        let sign = thousandths < 0 ? "-" : ""
        guard rest > 0 else { return "\(sign)\(whole)" }
        var digits = String(rest + 1000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }

    package var percent: String { "\(((self * 10_000).rounded() / 100).words) %" }
}

extension MesosAttributeConstraint {
    fileprivate var words: String {
        let subject =
            switch selector.selector {
            case .attributeName(let name): "attribute \(name)"
            case .pseudoattributeType(.hostname): "hostname"
            case .pseudoattributeType(.region): "region"
            case .pseudoattributeType(.zone): "zone"
            case .pseudoattributeType, nil: "an attribute"
            }
        return switch predicate.predicate {
        case .exists: "\(subject) to exist"
        case .notExists: "\(subject) not to exist"
        case .textEquals(let text): "\(subject) to be \"\(text.value)\""
        case .textNotEquals(let text): "\(subject) not to be \"\(text.value)\""
        case .textMatches(let text): "\(subject) to match \"\(text.regex)\""
        case .textNotMatches(let text): "\(subject) not to match \"\(text.regex)\""
        case nil: "something of \(subject)"
        }
    }
}

extension String {
    /// The protobuf spelling of an enumeration case: `GPU_RESOURCES` for `gpuResources`.
    fileprivate var upperSnakeCase: String {
        reduce(into: "") { result, letter in
            if letter.isUppercase { result.append("_") }
            result += letter.uppercased()
        }
    }
}
