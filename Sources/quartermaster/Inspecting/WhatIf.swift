import AllocatorClient
import AllocatorLoad
import AllocatorWire
import ArgumentParser
import CommandOptions

/// Predicts the effect of events on a copy of the cluster.
struct WhatIf: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict the effect of events and time on a copy of the cluster.",
        usage: "quartermaster what-if [<file>] [<options>]",
        discussion: """
            Each line of the file is an event in JSON, such as {"update_quota": {"quota": {"role": "a", "limits": \
            {"cpus": {"value": 8}}}}}, or a line of `quartermaster journal export`. The worker applies the events as \
            one batch to a copy of the cluster, and then advances the clock of the copy. Prints the offers that would \
            be made, and the dominant shares that would change. Amounts of mem and disk are in MiB.
            """)

    @Argument(help: "A file with one event per line; - is standard input. Without it, only time passes.")
    var file: String?

    @Option(help: .init("The time that passes. Without it: the time until the next run.", valueName: "seconds"))
    var advance: Seconds?

    @Option(help: .init("The master of events that name none.", valueName: "name"))
    var master = "what-if"

    @OptionGroup var inspection: InspectionOptions

    func validate() throws {
        try ConnectionOptions.checkMaster(master)
        try advance?.check(0...31_536_000, "--advance")
    }

    func run() throws {
        try inspection.answer { questions in
            try questions.whatIf(try events(), advance: advance?.duration)
        } json: { answer in
            try FrameEncoder().text(answer)
        } text: { answer in
            WhatIfText(answer, in: Terminal.width).lines
        }
    }

    private func events() throws -> [WireEvent] {
        guard let file else { return [] }
        var lines = try EventLines(path: file, defaultMaster: master)
        let events = try lines.all()
        let cluster = inspection.cluster.name
        if let other = events.first(where: { !$0.cluster.isEmpty && $0.cluster != cluster }) {
            throw UnreadableEvents(
                place: file,
                reason:
                    "it has an event of cluster '\(other.cluster)', but the query is for '\(cluster)': give --cluster")
        }
        return events
    }
}

/// The text form of a prediction.
struct WhatIfText {
    /// The maximum numbers of runs, of offers of a run, and of shares that are shown.
    private static let shownOffers = 10
    private static let shownShares = 20

    private let answer: WireWhatIf
    private let width: LineWidth

    init(_ answer: WireWhatIf, in width: LineWidth) {
        self.answer = answer
        self.width = width
    }

    var lines: [String] { refusals + runs + [""] + shares }

    private var refusals: [String] {
        answer.replies.enumerated().flatMap { position, reply -> [String] in
            guard case .error(let error) = reply.result else { return [] }
            return Paragraph.lines(
                "event \(position + 1), \(reply.call), would be refused: \(error.message)", indent: "", in: width)
        }
    }

    private var runs: [String] {
        guard !answer.runs.isEmpty else { return ["there would be no allocation run"] }
        return answer.runs.flatMap { run -> [String] in
            let head = "run \(Columns.count(Int(clamping: run.run.number))) would offer"
            let rows = run.offers.flatMap { batch in
                batch.roles.map { role in "\(batch.frameworkID) in \(role.role): \(Self.words(role))" }
            }
            if rows.isEmpty { return ["\(head) nothing"] }
            let hidden = rows.count - Self.shownOffers
            return [head] + rows.prefix(Self.shownOffers).flatMap { Paragraph.lines($0, indent: "  ", in: width) }
                + (hidden > 0 ? ["  … and \(Columns.count(hidden)) more"] : [])
        }
    }

    private static func words(_ offers: WireOfferBatch.RoleOffers) -> String {
        var sums: [String: Double] = [:]
        for agent in offers.agents {
            for resource in agent.resources where resource.hasScalar {
                sums[resource.name, default: 0] += resource.scalar.value
            }
        }
        let count = offers.agents.count
        return "\(sums.quantityWords) on \(Columns.count(count)) agent\(count == 1 ? "" : "s")"
    }

    private var shares: [String] {
        guard !answer.shares.isEmpty else { return ["no share would change"] }
        var table = TextTable([
            ("role", .name), ("framework", .name), ("share now", .right), ("then", .right),
        ])
        for change in answer.shares.prefix(Self.shownShares) {
            table.append([
                change.frameworkID.isEmpty ? change.role : "", change.frameworkID,
                change.hasBefore ? StateText.percent(change.before) : "-",
                change.hasAfter ? StateText.percent(change.after) : "-",
            ])
        }
        let hidden = answer.shares.count - Self.shownShares
        return table.lines(in: width) + (hidden > 0 ? ["… and \(Columns.count(hidden)) more"] : [])
    }
}
