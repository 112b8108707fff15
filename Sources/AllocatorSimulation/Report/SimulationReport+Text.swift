import AllocatorLoad

extension SimulationReport: CustomStringConvertible {
    private static let labelWidth = 28
    private static let cellWidth = 13
    /// Roles of which the tables tell, those with most requests.
    private static let rolesShown = 8

    /// For people: lines of at most 80 columns.
    package var description: String {
        let sections = [
            title, endingLines, requestLines, usageLines, shareLines, gapLines, waitingLines, seriesLines, digestLines,
        ]
        return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    /// The roles that tables tell of, by name.
    private func shown(_ limit: Int) -> [String] {
        let most = roles.sorted { left, right in
            let (leftCount, rightCount) = (requestsOfRole[left] ?? 0, requestsOfRole[right] ?? 0)
            return leftCount == rightCount ? left < right : leftCount > rightCount
        }
        return most.prefix(limit).sorted()
    }

    // MARK: - Sections

    private var title: [String] {
        let size =
            "\(Columns.count(machines)) machines, \(Columns.count(requests)) requests, "
            + "\(Columns.count(frameworks)) frameworks, \(Columns.count(roles.count)) roles"
        return [size]
            + columns.enumerated().map { place, column in
                Columns.cut(Columns.plain("\(Self.letter(place))  \(column.policy.name): \(column.policy.summary)"))
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
            row("not placed") { Columns.count(requests - $0.placed) },
        ]
            + reasons.filter { reason, _ in columns.contains { $0.unplaced[reason] != nil } }
            .map { reason, label in row("  \(label)") { Columns.count($0.unplaced[reason] ?? 0) } }
    }

    private var usageLines: [String] {
        ["in use, % of the cluster"]
            + ScalarResource.allCases.enumerated().flatMap { place, resource in
                [
                    row("  \(resource.rawValue) mean") {
                        Self.percent($0.usage[place].mean, of: $0.usage[place].total)
                    },
                    row("  \(resource.rawValue) peak") {
                        Self.percent($0.usage[place].peak, of: $0.usage[place].total)
                    },
                ]
            }
    }

    private var shareLines: [String] {
        ["dominant share, % (spread: standard deviation over time)"]
            + shown(Self.rolesShown).flatMap { name in
                let place = roles.firstIndex(of: name) ?? 0
                return [
                    row("\(Self.role(name)) mean") { Self.percent($0.shares.roles[place].mean, of: 1) },
                    row("\(Self.role(name)) spread") { Self.percent($0.shares.roles[place].spread, of: 1) },
                    row("\(Self.role(name)) peak") { Self.percent($0.shares.roles[place].peak, of: 1) },
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
                waitingRows(Self.role(name)) { $0.waitingOfRole[name] ?? WaitingTimes([]) }
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
        columns.enumerated().map { place, column in "digest \(Self.letter(place))  \(column.digest)" }
    }

    private func omitted(_ limit: Int) -> [String] {
        roles.count > limit ? ["  (\(roles.count - limit) roles with fewer requests: see --json)"] : []
    }
}

// MARK: - Shares over time

extension SimulationReport {
    private static let timeWidth = 14
    private static let pointWidth = 8

    private var seriesLines: [String] {
        let shown = shown((Columns.width - Self.timeWidth) / Self.pointWidth / max(columns.count, 1))
        let places = shown.compactMap { roles.firstIndex(of: $0) }
        let letters = columns.indices.map { place in
            Columns.padded(Columns.leftPadded(Self.letter(place), Self.pointWidth), Self.pointWidth * shown.count)
        }
        let names = columns.indices.flatMap { _ in
            shown.map { Columns.leftPadded(Columns.cut(Columns.plain($0), to: Self.pointWidth - 1), Self.pointWidth) }
        }
        return [
            "dominant shares over time, %, mean until that second",
            Self.trimmed(Columns.padded("", Self.timeWidth) + letters.joined()),
            Columns.padded("", Self.timeWidth) + names.joined(),
        ]
            + slices.ends.enumerated().map { slice, end in
                let points = columns.flatMap { column in
                    places.map {
                        Columns.leftPadded(Self.percent(column.shares.roles[$0].series[slice], of: 1), Self.pointWidth)
                    }
                }
                return Columns.leftPadded(Self.seconds(end), Self.timeWidth) + points.joined()
            }
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}

// MARK: - Cells

extension SimulationReport {
    private func header(_ label: String) -> String {
        Columns.padded(label, Self.labelWidth)
            + columns.indices.map { Columns.leftPadded(Self.letter($0), Self.cellWidth) }.joined()
    }

    private func row(_ label: String, _ cell: (Column) -> String) -> String {
        Columns.padded(label, Self.labelWidth)
            + columns.map { Columns.leftPadded(cell($0), Self.cellWidth) }.joined()
    }

    private static func letter(_ place: Int) -> String { ["A", "B", "C", "D"][place] }

    /// Short enough to have a word behind it.
    private static func role(_ name: String) -> String { "  " + Columns.cut(Columns.plain(name), to: 18) }

    private static func percent(_ part: Double, of whole: Double) -> String {
        whole > 0 ? Columns.fixed(part / whole * 100, 1) : "–"
    }

    private static func seconds(_ duration: Duration) -> String { seconds(duration.inSeconds) }

    /// With the more decimals the fewer there are.
    private static func seconds(_ seconds: Double) -> String {
        Columns.fixed(seconds, seconds < 100 ? 3 : seconds < 100_000 ? 1 : 0)
    }
}
