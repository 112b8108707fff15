package import AllocatorLoad

extension SimulationReport: CustomStringConvertible {
    package var description: String { text(in: .unbounded) }

    /// The report as text.
    package func text(in width: LineWidth) -> String { SimulationText(self, in: width).text }
}

/// Formats a report for 80 columns. If lines are not truncated, long names make it wider.
private struct SimulationText {
    private typealias Column = SimulationReport.Column

    private static let leastLabelWidth = 28
    private static let cellWidth = 13
    /// The maximum number of roles in tables. Those with the most requests are shown.
    private static let rolesShown = 8
    /// The maximum width of a role's name if lines are truncated.
    private static let nameWidth = 18

    private let report: SimulationReport
    private let width: LineWidth
    private let labelWidth: Int

    init(_ report: SimulationReport, in width: LineWidth) {
        self.report = report
        self.width = width
        // Two columns precede a name, and up to seven follow it.
        let longest = width.isCut ? 0 : report.roles.map(\.count).max() ?? 0
        labelWidth = max(Self.leastLabelWidth, longest + 10)
    }

    var text: String {
        let sections = [
            title, endingLines, requestLines, usageLines, shareLines, gapLines, waitingLines, seriesLines, digestLines,
        ]
        return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    /// Returns the `limit` roles with the most requests, sorted by name.
    private func shown(_ limit: Int) -> [String] {
        let most = report.roles.sorted { left, right in
            let (leftCount, rightCount) = (report.requestsOfRole[left] ?? 0, report.requestsOfRole[right] ?? 0)
            return leftCount == rightCount ? left < right : leftCount > rightCount
        }
        return most.prefix(limit).sorted()
    }

    // MARK: - Sections

    private var title: [String] {
        let size =
            "\(Columns.count(report.machines)) machines, \(Columns.count(report.requests)) requests, "
            + "\(Columns.count(report.frameworks)) frameworks, \(Columns.count(report.roles.count)) roles"
        return [size]
            + report.columns.enumerated().map { place, column in
                width.fit(Columns.plain("\(Self.letter(place))  \(column.policy.name): \(column.policy.summary)"))
            }
    }

    private var endingLines: [String] {
        [
            header("policy"),
            row("ended") { column in
                switch column.ending {
                case .done: "all done"
                case .waitsForEver: "some wait"
                case .timeIsOver: "time over"
                case .stopped: "stopped"
                }
            },
            row("  after, s") { Self.seconds($0.end) },
            row("allocation runs") { Columns.count(Int($0.runs)) },
            row("offers") { Columns.count($0.offers) },
        ]
    }

    private var requestLines: [String] {
        let reasons: [(UnplacedReason, String)] = [
            (.noMachineOfModel, "no machine of their model"), (.largerThanAnyMachine, "larger than any machine"),
            (.aboveRoleLimit, "above their role's limit"), (.belowMinimum, "below minimum of offers"),
            (.heldBack, "held back for guarantees"), (.neverOffered, "never offered enough"),
            (.stillWaiting, "waiting at the end"), (.notYetCome, "not yet come"),
        ]
        return [
            row("requests placed") { Columns.count($0.placed) },
            row("  still running at the end") { Columns.count($0.counts[.running]) },
            row("not placed") { Columns.count(report.requests - $0.placed) },
        ]
            + reasons.filter { reason, _ in report.columns.contains { $0.unplaced[reason] != nil } }
            .map { reason, label in row("  \(label)") { Columns.count($0.unplaced[reason] ?? 0) } }
    }

    private var usageLines: [String] {
        ["in use, % of the cluster"]
            + (report.columns.first?.usage ?? []).map(\.resource).enumerated().flatMap { place, resource in
                [
                    row("  \(Columns.plain(resource.name)) mean") {
                        Self.percent($0.usage[place].mean, of: $0.usage[place].total)
                    },
                    row("  \(Columns.plain(resource.name)) peak") {
                        Self.percent($0.usage[place].peak, of: $0.usage[place].total)
                    },
                ]
            }
    }

    private var shareLines: [String] {
        ["dominant share, % (spread: standard deviation over time)"]
            + shown(Self.rolesShown).flatMap { name in
                let place = report.roles.firstIndex(of: name) ?? 0
                return [
                    row("\(role(name)) mean") { Self.percent($0.shares.roles[place].mean, of: 1) },
                    row("\(role(name)) spread") { Self.percent($0.shares.roles[place].spread, of: 1) },
                    row("\(role(name)) peak") { Self.percent($0.shares.roles[place].peak, of: 1) },
                ]
            } + omitted(Self.rolesShown)
    }

    private var gapLines: [String] {
        [
            "gap between the shares ÷ weight of roles that wait at one time, %",
            row("  mean") { $0.shares.gap.seconds > 0 ? Self.percent($0.shares.gap.mean, of: 1) : "–" },
            row("  largest") { $0.shares.gap.seconds > 0 ? Self.percent($0.shares.gap.largest, of: 1) : "–" },
            row("  two or more waited, s") { Self.seconds($0.shares.gap.seconds) },
        ]
    }

    private var waitingLines: [String] {
        ["waiting until placed, s"]
            + waitingRows("  all") { $0.waiting }
            + shown(Self.rolesShown).flatMap { name in
                waitingRows(role(name)) { $0.waitingOfRole[name] ?? WaitingTimes([]) }
            } + omitted(Self.rolesShown)
    }

    private func waitingRows(_ label: String, _ times: (Column) -> WaitingTimes) -> [String] {
        func cell(_ time: Duration?) -> String { time.map { Self.seconds($0) } ?? "–" }
        return [
            row("\(label) p50") { cell(times($0).percentile(50)) },
            row("\(label) p90") { cell(times($0).percentile(90)) },
            row("\(label) p99") { cell(times($0).percentile(99)) },
            row("\(label) max") { cell(times($0).longest) },
        ]
    }

    private var digestLines: [String] {
        report.columns.enumerated().map { place, column in "digest \(Self.letter(place))  \(column.digest)" }
    }

    private func omitted(_ limit: Int) -> [String] {
        report.roles.count > limit ? ["  (\(report.roles.count - limit) roles with fewer requests: see --json)"] : []
    }
}

// MARK: - Shares over time

extension SimulationText {
    private static let timeWidth = 14
    /// The width of the series of all policies, which long names may exceed.
    private static let seriesWidth = 80
    private static let leastPointWidth = 8

    private var seriesLines: [String] {
        let shown = shown((Self.seriesWidth - Self.timeWidth) / Self.leastPointWidth / max(report.columns.count, 1))
        let longest = width.isCut ? 0 : shown.map(\.count).max() ?? 0
        let pointWidth = max(Self.leastPointWidth, longest + 1)
        let places = shown.compactMap { report.roles.firstIndex(of: $0) }
        let letters = report.columns.indices.map { place in
            Columns.padded(Columns.leftPadded(Self.letter(place), pointWidth), pointWidth * shown.count)
        }
        let names = report.columns.indices.flatMap { _ in
            shown.map { Columns.leftPadded(Columns.cut(Columns.plain($0), to: pointWidth - 1), pointWidth) }
        }
        return [
            "dominant shares over time, %, mean until that second",
            Columns.trimmedEnd(Columns.padded("", Self.timeWidth) + letters.joined()),
            Columns.padded("", Self.timeWidth) + names.joined(),
        ]
            + report.slices.ends.enumerated().map { slice, end in
                let points = report.columns.flatMap { column in
                    places.map {
                        Columns.leftPadded(Self.percent(column.shares.roles[$0].series[slice], of: 1), pointWidth)
                    }
                }
                return Columns.leftPadded(Self.seconds(end), Self.timeWidth) + points.joined()
            }
    }
}

// MARK: - Cells

extension SimulationText {
    private func header(_ label: String) -> String {
        Columns.padded(label, labelWidth)
            + report.columns.indices.map { Columns.leftPadded(Self.letter($0), Self.cellWidth) }.joined()
    }

    private func row(_ label: String, _ cell: (Column) -> String) -> String {
        Columns.padded(label, labelWidth)
            + report.columns.map { Columns.leftPadded(cell($0), Self.cellWidth) }.joined()
    }

    private static func letter(_ place: Int) -> String { ["A", "B", "C", "D"][place] }

    /// The name of a role, truncated to leave room for another word.
    private func role(_ name: String) -> String {
        let name = Columns.plain(name)
        return "  " + (width.isCut ? Columns.cut(name, to: Self.nameWidth) : name)
    }

    private static func percent(_ part: Double, of whole: Double) -> String {
        whole > 0 ? Columns.fixed(part / whole * 100, 1) : "–"
    }

    private static func seconds(_ duration: Duration) -> String { seconds(duration / .seconds(1)) }

    /// Formats a number of seconds. Smaller numbers have more decimals.
    private static func seconds(_ seconds: Double) -> String {
        Columns.fixed(seconds, seconds < 100 ? 3 : seconds < 100_000 ? 1 : 0)
    }
}
