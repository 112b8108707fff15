import AllocatorClient
import AllocatorLoad
import AllocatorWire
import ArgumentParser

/// Explains why a framework is not offered resources.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain why a framework is not offered resources.",
        usage: "quartermaster explain <framework> [<options>]",
        discussion: """
            Prints for each agent the first reason why an allocation run over this agent would make no offer now, and \
            what would remove the reason. Agents with the same reason form a group. If the reason is removed, either \
            an offer follows or another reason applies.
            """)

    @Argument(help: "The id of the framework.")
    var framework: String

    @Option(help: .init("Only for this role. Without it: for all roles of the framework.", valueName: "path"))
    var role: String?

    @Option(help: .init("Only for this agent. Without it: for all agents.", valueName: "id"))
    var agent: String?

    @OptionGroup var inspection: InspectionOptions

    func run() throws {
        try inspection.answer { questions in
            try questions.explanation(of: framework, role: role ?? "", agent: agent ?? "")
        } json: { explanation in
            try FrameEncoder().text(explanation)
        } text: { explanation in
            ExplanationText(explanation, in: Terminal.width).lines
        }
    }
}

/// The text form of an explanation.
struct ExplanationText {
    private let explanation: WireExplanation
    private let width: LineWidth

    init(_ explanation: WireExplanation, in width: LineWidth) {
        self.explanation = explanation
        self.width = width
    }

    var lines: [String] {
        let looked = Self.agents(explanation.agents)
        let head =
            "\(explanation.frameworkID): \(looked) looked at, "
            + "after \(Columns.count(Int(clamping: explanation.runs))) runs"
        var lines = Paragraph.lines(head, indent: "", in: width)
        if explanation.groups.isEmpty {
            lines += ["  nothing to explain: no agents are known, or the framework has no roles"]
        }
        var role: String?
        for group in explanation.groups where group.agents > 0 {
            if role != group.role { lines += ["", width.fit("in role \(Columns.plain(group.role))")] }
            role = group.role
            lines += self.lines(of: group)
        }
        return lines
    }

    private func lines(of group: WireReasonGroup) -> [String] {
        var lines = Paragraph.lines(
            "\(Self.agents(group.agents)): \(group.reason.words(at: explanation.timeNs))", indent: "  ", in: width)
        let rest = Int(group.agents) - group.examples.count
        let examples = group.examples.joined(separator: ", ") + (rest > 0 ? " and \(Columns.count(rest)) more" : "")
        lines += Paragraph.lines(examples, indent: "    ", in: width)
        if let remedy = group.reason.remedy {
            lines += Paragraph.lines("to change it: \(remedy)", indent: "    ", in: width)
        }
        return lines
    }

    private static func agents(_ count: UInt32) -> String {
        "\(Columns.count(Int(count))) agent\(count == 1 ? "" : "s")"
    }
}
