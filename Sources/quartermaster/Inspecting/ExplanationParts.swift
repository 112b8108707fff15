import AllocatorWire
import SwiftProtobuf

/// Joins the parts of an explanation, and merges their groups of the same reason.
struct ExplanationParts {
    private struct Key: Hashable {
        var role: String
        var subject: WireReason
    }

    private static let maximumExamples = 5
    private static let maximumHolders = 5

    private(set) var whole = WireExplanation()
    private var positions: [Key: Int] = [:]

    mutating func append(_ part: WireExplanation) {
        whole.frameworkID = part.frameworkID
        whole.timeNs = part.timeNs
        whole.runs = part.runs
        whole.agents += part.agents
        for group in part.groups {
            let key = Key(role: group.role, subject: group.reason.subject)
            guard let position = positions[key] else {
                positions[key] = whole.groups.count
                whole.groups.append(group)
                continue
            }
            join(group, to: position)
        }
        guard part.last.isEmpty else { return }
        whole.groups.sort { ($0.role, $1.agents) < ($1.role, $0.agents) }
    }

    private mutating func join(_ group: WireReasonGroup, to position: Int) {
        whole.groups[position].agents += group.agents
        let room = Self.maximumExamples - whole.groups[position].examples.count
        whole.groups[position].examples += group.examples.prefix(max(0, room))
        switch (whole.groups[position].reason.reason, group.reason.reason) {
        case (.refused(var refusal), .refused(let other)):
            refusal.earliestEndNs = min(refusal.earliestEndNs, other.earliestEndNs)
            refusal.latestEndNs = max(refusal.latestEndNs, other.latestEndNs)
            whole.groups[position].reason.refused = refusal
        case (.nothingAvailable(let holders), .nothingAvailable(let others)):
            whole.groups[position].reason.nothingAvailable.holders = Self.largest(holders.holders + others.holders)
        default: break
        }
    }

    /// Merges holders of the same framework and role, and returns the largest by dominant share.
    private static func largest(_ holders: [WireHolder]) -> [WireHolder] {
        var joined: [[String]: WireHolder] = [:]
        var totals: [String: Double] = [:]
        for holder in holders {
            joined[
                [holder.frameworkID, holder.role],
                default: .with {
                    $0.frameworkID = holder.frameworkID
                    $0.role = holder.role
                }
            ].add(holder)
            totals.merge(holder.held) { $0 + $1 }
        }
        func size(_ holder: WireHolder) -> Double {
            holder.held.map { $1 / max(totals[$0] ?? 1, .leastNonzeroMagnitude) }.max() ?? 0
        }
        let ranked = joined.values.sorted { left, right in
            let (one, other) = (size(left), size(right))
            return one == other ? (left.frameworkID, left.role) < (right.frameworkID, right.role) : one > other
        }
        return Array(ranked.prefix(maximumHolders))
    }
}

extension WireHolder {
    fileprivate mutating func add(_ other: WireHolder) {
        held.merge(other.held) { $0 + $1 }
        offered.merge(other.offered) { $0 + $1 }
        allocated.merge(other.allocated) { $0 + $1 }
        merged = merged || other.merged
    }
}

extension WireReason {
    /// The reason without the details that differ between agents. The worker groups agents in the same way.
    fileprivate var subject: WireReason {
        var subject = self
        switch reason {
        case .agentNotWhitelisted: subject.agentNotWhitelisted = .init()
        case .nothingAvailable: subject.nothingAvailable = .init()
        case .belowMinimum: subject.belowMinimum.available = [:]
        case .refused: subject.refused = .init()
        case .tooManyAhead: subject.tooManyAhead = .init()
        case .offered: subject.offered = .init()
        default: break
        }
        return subject
    }
}
