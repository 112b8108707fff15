import AllocatorCore
import AllocatorLoad

/// The dominant share of one role over time: its largest share of any resource of the cluster, from 0 to 1.
package struct RoleShare: Hashable, Sendable {
    package fileprivate(set) var mean = 0.0
    /// The standard deviation over time.
    package fileprivate(set) var spread = 0.0
    package fileprivate(set) var peak = 0.0
    /// The mean in each time slice.
    package fileprivate(set) var series: [Double]
}

/// The gap between the roles with waiting requests: the largest share ÷ weight minus the smallest. Other roles are
/// ignored, as are times at which fewer than two roles wait.
package struct ShareGap: Hashable, Sendable {
    /// The time for which two or more roles waited, in seconds.
    package fileprivate(set) var seconds = 0.0
    /// The mean over that time, or zero if there was none.
    package fileprivate(set) var mean = 0.0
    package fileprivate(set) var largest = 0.0
}

/// The shares of a workload's roles, computed from the arrival, start and end of each request.
package struct RoleShares: Sendable {
    /// The shares, ordered by the names of the roles.
    package private(set) var roles: [RoleShare]
    package private(set) var gap = ShareGap()

    private struct Usage {
        var used = Amounts.zero
        var waiting = 0
        var share = 0.0
        /// The end of the accounted time, in seconds.
        var since = 0.0
        /// The integrals of share and share² over time.
        var integral = 0.0
        var squares = 0.0
    }

    private let total: Amounts
    private let resources: [ScalarResource]
    private let weights: [Double]
    private let slices: TimeSlices
    private var usages: [Usage]

    /// - Complexity: O(n log n + n × r) in the requests and roles.
    package init(_ outcome: SimulationOutcome, slices: TimeSlices) {
        let workload = outcome.player.workload
        let names = workload.roles.sorted()
        total = workload.total
        let excluded = outcome.policy.options.fairnessExcludeResourceNames
        let total = total
        resources = total.resources.filter { resource in
            total[resource] > 0 && !excluded.contains { $0.string == resource.name }
        }
        weights = names.map { outcome.policy.weight(of: $0) }
        self.slices = slices
        usages = names.map { _ in Usage() }
        roles = names.map { _ in RoleShare(series: [Double](repeating: 0, count: slices.count)) }
        let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        count(RequestEvent.all(of: outcome), outcome.player) { places[workload.requests[$0].role] ?? 0 }
        finish(at: outcome.end / .seconds(1))
    }

    // MARK: - Accounting

    private mutating func count(_ turns: [RequestEvent], _ player: Player, roleOf: (Int) -> Int) {
        var place = 0
        var now = 0.0
        while place < turns.count {
            let time = turns[place].time
            countGap(from: now, to: time / .seconds(1))
            now = time / .seconds(1)
            // Simultaneous events are applied together.
            var touched: [Int] = []
            while place < turns.count, turns[place].time == time {
                let turn = turns[place]
                let role = roleOf(turn.request)
                settle(role, at: now)
                apply(turn.kind, player.workload.requests[turn.request].amounts, to: role)
                if touched.last != role { touched.append(role) }
                place += 1
            }
            for role in touched {
                usages[role].share = share(of: usages[role].used)
                roles[role].peak = max(roles[role].peak, usages[role].share)
            }
        }
    }

    private mutating func apply(_ kind: RequestEvent.Kind, _ amounts: Amounts, to role: Int) {
        switch kind {
        case .coming: usages[role].waiting += 1
        case .beginning:
            usages[role].waiting -= 1
            usages[role].used += amounts
        case .end: usages[role].used -= amounts
        }
    }

    private func share(of used: Amounts) -> Double {
        resources.map { Double(used[$0]) / Double(total[$0]) }.max() ?? 0
    }

    private mutating func settle(_ role: Int, at now: Double) {
        let usage = usages[role]
        let seconds = now - usage.since
        guard seconds > 0 else { return }
        usages[role].integral += usage.share * seconds
        usages[role].squares += usage.share * usage.share * seconds
        slices.add(usage.share, from: usage.since, to: now, to: &roles[role].series)
        usages[role].since = now
    }

    private mutating func countGap(from start: Double, to end: Double) {
        guard end > start else { return }
        var (least, greatest, waiting) = (Double.infinity, 0.0, 0)
        for (role, usage) in usages.enumerated() where usage.waiting > 0 {
            waiting += 1
            least = min(least, usage.share / weights[role])
            greatest = max(greatest, usage.share / weights[role])
        }
        guard waiting > 1 else { return }
        gap.seconds += end - start
        gap.mean += (greatest - least) * (end - start)
        gap.largest = max(gap.largest, greatest - least)
    }

    private mutating func finish(at end: Double) {
        for role in roles.indices {
            settle(role, at: end)
            guard end > 0 else { continue }
            let mean = usages[role].integral / end
            roles[role].mean = mean
            roles[role].spread = max(0, usages[role].squares / end - mean * mean).squareRoot()
        }
        if gap.seconds > 0 { gap.mean /= gap.seconds }
    }
}
