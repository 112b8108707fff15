import AllocatorLoad

extension SimulationReport {
    /// The report as one JSON object on one line. Times are in seconds and shares from 0 to 1.
    package func json() throws -> String { try JSONLine.encode(JSONForm(self)) }
}

/// The JSON names, written in snake_case. Programs rely on them.
private struct JSONForm: Encodable {
    let machines: Int
    let requests: Int
    let frameworks: Int
    let sliceEnds: [Double]
    let policies: [JSONPolicy]

    init(_ report: SimulationReport) {
        machines = report.machines
        requests = report.requests
        frameworks = report.frameworks
        sliceEnds = report.slices.ends
        policies = report.columns.map { JSONPolicy($0, report) }
    }
}

private struct JSONPolicy: Encodable {
    struct Gap: Encodable {
        let seconds: Double
        let mean: Double
        let largest: Double
    }

    struct Role: Encodable {
        let requests: Int
        let weight: Double
        let shareMean: Double
        let shareSpread: Double
        let sharePeak: Double
        let shareSeries: [Double]
        let waiting: Waiting
    }

    struct Waiting: Encodable {
        let count: Int
        let p50: Double?
        let p90: Double?
        let p99: Double?
        let max: Double?

        init(_ times: WaitingTimes) {
            count = times.count
            p50 = times.percentile(50).map { $0 / .seconds(1) }
            p90 = times.percentile(90).map { $0 / .seconds(1) }
            p99 = times.percentile(99).map { $0 / .seconds(1) }
            max = times.longest.map { $0 / .seconds(1) }
        }
    }

    let name: String
    let ending: String
    let end: Double
    let runs: UInt64
    let offers: Int
    let placed: Int
    let running: Int
    let unplaced: [String: Int]
    let usage: [String: ResourceUsage]
    let gap: Gap
    let roles: [String: Role]
    let waiting: Waiting
    let digest: String

    init(_ column: SimulationReport.Column, _ report: SimulationReport) {
        name = column.policy.name
        ending = column.ending.rawValue
        end = column.end / .seconds(1)
        runs = column.runs
        offers = column.offers
        placed = column.placed
        running = column.counts[.running]
        unplaced = Dictionary(
            uniqueKeysWithValues: UnplacedReason.allCases.map { ($0.rawValue, column.unplaced[$0] ?? 0) })
        usage = Dictionary(uniqueKeysWithValues: column.usage.map { ($0.resource.name, $0) })
        let gap = column.shares.gap
        self.gap = Gap(seconds: gap.seconds, mean: gap.mean, largest: gap.largest)
        roles = Dictionary(
            uniqueKeysWithValues: zip(report.roles, column.shares.roles).map { name, share in
                (name, Role(name, share, column, report))
            })
        waiting = Waiting(column.waiting)
        digest = column.digest
    }
}

extension JSONPolicy.Role {
    init(_ name: String, _ share: RoleShare, _ column: SimulationReport.Column, _ report: SimulationReport) {
        requests = report.requestsOfRole[name] ?? 0
        weight = column.policy.weight(of: name)
        shareMean = share.mean
        shareSpread = share.spread
        sharePeak = share.peak
        shareSeries = share.series
        waiting = JSONPolicy.Waiting(column.waitingOfRole[name] ?? WaitingTimes([]))
    }
}
