import AllocatorClient
import AllocatorLoad
import AllocatorWire
import ArgumentParser

/// Shows the latest allocation runs.
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what the latest allocation runs offered and held back.",
        usage: "quartermaster history [<options>]",
        discussion: "A worker keeps the last 1,000 runs since its start, or fewer if they made many offers.")

    @Option(help: .init("Only runs from this number on.", valueName: "number"))
    var from: UInt64 = 0

    @Option(help: .init("The maximum number of runs, the newest ones.", valueName: "count"))
    var last = 10

    @Option(help: .init("Only offers to this framework.", valueName: "id"))
    var framework: String?

    @Option(help: .init("Only offers in this role or below it.", valueName: "path"))
    var role: String?

    @OptionGroup var inspection: InspectionOptions

    func validate() throws {
        guard (1...1_000_000).contains(last) else { throw ValidationError("--last takes 1 to 1000000") }
    }

    func run() throws {
        try inspection.answer { questions in
            try questions.history(from: from, newest: last, framework: framework ?? "", role: role ?? "")
        } json: { history in
            try FrameEncoder().text(history)
        } text: { history in
            HistoryText(history, in: Terminal.width).lines
        }
    }
}

/// The text form of past runs.
struct HistoryText {
    private let history: WireHistory
    private let width: LineWidth

    init(_ history: WireHistory, in width: LineWidth) {
        self.history = history
        self.width = width
    }

    var lines: [String] {
        guard !history.runs.isEmpty else { return ["the worker keeps none of these runs"] }
        return history.runs.flatMap { past in
            let run = past.run
            var lines = Paragraph.lines(
                "run \(Columns.count(Int(clamping: run.number))): \(Self.count(run.agents, "agent")), "
                    + "\(Self.count(run.offers, "offer")) to \(Self.count(run.frameworks, "framework")) in "
                    + "\(Columns.fixed(Double(run.durationNs) / 1e6, 2)) ms", indent: "", in: width)
            for given in past.given {
                lines += Paragraph.lines(
                    "\(given.frameworkID) in \(given.role): \(given.resources.quantityWords) on "
                        + Self.count(given.agents, "agent"), indent: "  ", in: width)
            }
            if past.givenLeftOut > 0 {
                lines += Paragraph.lines(
                    "and \(Columns.count(Int(past.givenLeftOut))) more: select with --framework or --role",
                    indent: "  ", in: width)
            }
            if !run.heldBack.isEmpty {
                lines += Paragraph.lines(
                    "held back for guarantees: \(run.heldBack.quantityWords)", indent: "  ", in: width)
            }
            return lines
        }
    }

    private static func count(_ number: UInt32, _ noun: String) -> String {
        "\(Columns.count(Int(number))) \(noun)\(number == 1 ? "" : "s")"
    }
}
