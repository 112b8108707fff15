import AllocatorClient
import AllocatorLoad
import AllocatorWire
import ArgumentParser

/// Shows what the last runs gave.
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what the last allocation runs gave and held back.",
        usage: "quartermaster history [<options>]",
        discussion: "A worker keeps the last 1,000 runs since it was started, fewer where they gave much.")

    @Option(help: .init("Only runs from this number on.", valueName: "number"))
    var from: UInt64 = 0

    @Option(help: .init("Only so many of the newest runs.", valueName: "count"))
    var last = 10

    @Option(help: .init("Only what this framework was given.", valueName: "id"))
    var framework: String?

    @Option(help: .init("Only what was given in this role or below it.", valueName: "path"))
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

/// Past runs for people.
struct HistoryText {
    private let history: WireHistory
    private let width: LineWidth

    init(_ history: WireHistory, in width: LineWidth) {
        self.history = history
        self.width = width
    }

    var lines: [String] {
        guard !history.runs.isEmpty else { return ["no runs are kept that were asked for"] }
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
                    "and \(Columns.count(Int(past.givenLeftOut))) more: ask for one --framework or --role",
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
