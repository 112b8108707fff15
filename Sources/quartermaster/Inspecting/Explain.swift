import AllocatorClient
import AllocatorLoad
import AllocatorWire
import ArgumentParser

/// Tells why a framework waits for offers.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell why a framework is not offered what it is not offered.",
        usage: "quartermaster explain <framework> [<options>]",
        discussion: """
            For each agent the first reason that stands against an offer if a run were made now over this agent, agents of one \
            reason as one, and what would remove it. Where the reason is removed, the offer comes or another reason is named.
            """)

    @Argument(help: "The id of the framework.")
    var framework: String

    @Option(help: .init("Only for this role; without it, all that it is subscribed to.", valueName: "path"))
    var role: String?

    @Option(help: .init("Only of this agent; without it, of all.", valueName: "id"))
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

/// An explanation for people.
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
            "\(explanation.frameworkID): \(looked) looked at, after \(Columns.count(Int(clamping: explanation.runs))) runs"
        var lines = Paragraph.lines(head, indent: "", in: width)
        if explanation.groups.isEmpty {
            lines += ["  there is nothing to offer: no agents are known, or it has no roles"]
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
