import AllocatorClient
import AllocatorLoad
import AllocatorWire

/// The text of one update of `top`.
struct TopFrame {
    private static let nameWidth = 20
    private static let shareWidth = 16
    private static let quotaWidth = 12

    private let watch: ClusterWatch

    init(_ watch: ClusterWatch) { self.watch = watch }

    /// At most `size.rows` lines of at most `size.columns`, not counting colours.
    func lines(_ size: Screen.Size, isColoured: Bool) -> [String] {
        let head = head + [""] + [Self.title]
        let room = max(0, size.rows - head.count)
        let roles = watch.look.roles
        let shown = roles.count <= room ? roles.count : max(0, room - 1)
        var lines = head.map { Columns.cut($0, to: size.columns) }
        lines += roles.prefix(shown).map { row(of: $0, size.columns, isColoured) }
        if shown < roles.count { lines.append("… and \(Columns.count(roles.count - shown)) more roles") }
        return Array(lines.prefix(size.rows))
    }

    // MARK: The cluster

    private var head: [String] {
        let cluster = watch.look.cluster
        let paused = cluster.paused ? "  PAUSED" : ""
        return [
            "quartermaster: \(Columns.plain(watch.look.name))  \(Columns.count(Int(cluster.agents))) agents  "
                + "\(Columns.count(Int(cluster.frameworks))) frameworks\(paused)",
            "runs   \(Columns.leftPadded(Self.rate(watch.runsPerSecond), 9))/s  "
                + "\(Columns.count(Int(clamping: cluster.runs))) in all, the slowest "
                + "\(Columns.fixed(Double(watch.slowestNanoseconds) / 1e6, 2)) ms",
            "events \(Columns.leftPadded(Self.rate(watch.eventsPerSecond), 9))/s  "
                + "\(Columns.count(Int(clamping: cluster.events))) in all",
            "held   " + Self.utilisation(cluster),
        ] + maintenance
    }

    private var maintenance: [String] {
        let cluster = watch.look.cluster
        guard let window = StateText.maintenance(cluster) else { return [] }
        let agents = cluster.agentsInMaintenance == 1 ? "agent" : "agents"
        return ["maintenance of \(Columns.count(Int(cluster.agentsInMaintenance))) \(agents) \(window)"]
    }

    private static func rate(_ rate: Double?) -> String { rate.map { Columns.fixed($0, 1) } ?? "-" }

    private static func utilisation(_ cluster: WireClusterView) -> String {
        let parts = cluster.total.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map { name, total in
            "\(Columns.plain(name)) \(Columns.fixed((cluster.held[name] ?? 0) / total * 100, 0)) %"
        }
        return parts.isEmpty ? "no resources" : parts.joined(separator: "  ")
    }

    // MARK: Roles

    private static let title =
        Columns.padded("role", nameWidth) + " " + Columns.padded("share", shareWidth + 9) + " consumed of quota"

    private func row(of role: WireRoleView, _ width: Int, _ isColoured: Bool) -> String {
        let depth = role.path.filter { $0 == "/" }.count
        let indent = String(repeating: "  ", count: min(depth, 5))
        let name = indent + Columns.plain(String(role.path.split(separator: "/").last ?? ""))
        let share = role.standing.share
        var parts: [(text: String, colour: TerminalColour?)] = [
            (Columns.padded(Columns.cut(name, to: Self.nameWidth), Self.nameWidth) + " ", nil),
            (Self.bar(share, Self.shareWidth), .green),
            (Columns.leftPadded("\(Columns.fixed(share * 100, 1)) %", 8) + "  ", nil),
        ]
        if let quota = QuotaUse(of: role) {
            let colour: TerminalColour = quota.isAtLimit ? .red : quota.isUnmet ? .yellow : .green
            parts.append((Self.bar(quota.part, Self.quotaWidth, mark: quota.guaranteedPart), colour))
            parts.append((" \(quota.words)", nil))
        }
        return Self.joined(parts, width, isColoured)
    }

    /// Joins the parts and cuts them to the visible width. Each coloured part ends with a reset sequence.
    private static func joined(
        _ parts: [(text: String, colour: TerminalColour?)], _ width: Int, _ isColoured: Bool
    ) -> String {
        var line = ""
        var room = width
        for part in parts where room > 0 {
            let text = part.text.prefix(room)
            room -= text.count
            guard isColoured, let colour = part.colour else {
                line += text
                continue
            }
            line += colour.text(text)
        }
        return line
    }

    /// - Parameter mark: The position of a |, as a part of the whole.
    private static func bar(_ part: Double, _ width: Int, mark: Double? = nil) -> String {
        let full = min(width, max(part > 0 ? 1 : 0, Int((part * Double(width)).rounded())))
        var cells =
            Array(repeating: Character("█"), count: full) + Array(repeating: Character("░"), count: width - full)
        if let mark { cells[min(width - 1, max(0, Int(mark * Double(width))))] = "|" }
        return String(cells)
    }
}

/// The consumed quota of a role, for the resource with the largest consumed part.
struct QuotaUse {
    let part: Double
    /// The guarantee as a part of the limit, or `nil` if one of them is missing.
    let guaranteedPart: Double?
    let isAtLimit: Bool
    let isUnmet: Bool
    let words: String

    /// - Returns: `nil` for a role without quota.
    init?(of role: WireRoleView) {
        let bounds = role.limits.isEmpty ? role.guarantees : role.limits
        func part(_ name: String) -> Double {
            let (consumed, bound) = (role.consumed[name] ?? 0, bounds[name] ?? 0)
            return bound > 0 ? consumed / bound : 1
        }
        guard let name = bounds.keys.sorted().max(by: { part($0) < part($1) }) else { return nil }
        self.part = min(1, part(name))
        let bound = bounds[name] ?? 0
        guaranteedPart = role.limits.isEmpty || bound == 0 ? nil : role.guarantees[name].map { min(1, $0 / bound) }
        isAtLimit = !role.limitsReached.isEmpty
        isUnmet = !role.unmetGuarantees.isEmpty
        let consumed = ResourceWords.amount(role.consumed[name] ?? 0, of: name)
        words = "\(Columns.plain(name)) \(consumed)/\(ResourceWords.amount(bound, of: name))"
    }
}
