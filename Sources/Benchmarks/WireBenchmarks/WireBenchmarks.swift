import ArgumentParser
import Foundation

@main
struct WireBenchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "WireBenchmarks",
        abstract: "Measure a worker over its sockets, beside what ZeroMQ does by itself.",
        discussion: """
            Starts the built `quartermaster serve --ephemeral` in a process of its own, on loopback and under the \
            virtual clock, and sends it events that were encoded before, by a loop in C. The bound is the same loop \
            with a loop in C in the worker's place. Figures that depend on the machine compare only within one run.
            """,
        subcommands: [ReceiveBound.self, RelayBound.self, Subscribe.self])

    enum Case: String, CaseIterable, ExpressibleByArgument {
        case ingest
        case latency
        case fanOut = "fan-out"
        case grid
        case responsiveness
        case watched
        case fairness
        case strangers
    }

    @Option(
        name: .customLong("case"),
        help: .init("Which cases: \(Case.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "case"))
    var cases: [Case] = Case.allCases

    @Option(help: .init("Events of each run of ingest.", valueName: "count")) var events = 200_000
    @Option(
        help: .init(
            "Seconds of load of each run of latency, responsiveness, watched, fairness and strangers.",
            valueName: "seconds"))
    var seconds = 4
    @Option(help: .init("Numbers of agents of the grid.", valueName: "count")) var agents: [Int] = [1_000]
    @Option(help: .init("Numbers of frameworks of the grid.", valueName: "count")) var frameworks: [Int] = [50]
    @Option(help: .init("Runs after the one that warms up; the median is shown, and the spread.", valueName: "count"))
    var repetitions = 3
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard events > 0, seconds > 0, repetitions > 0, (agents + frameworks).allSatisfy({ $0 > 0 }) else {
            throw ValidationError("counts are 1 or more")
        }
    }

    func run() throws {
        var sections: [Section] = []
        var highestRate: Double?
        for one in Case.allCases where cases.contains(one) {
            let section: Section
            switch one {
            case .ingest:
                let ingest = IngestCase(events: events, repetitions: repetitions)
                section = try ingest.measure()
                highestRate = section.rows.first { $0.name == IngestCase.Kind.recover.rawValue }?.figures.first?.median
            case .latency:
                let rate = try highestRate ?? IngestCase(events: events, repetitions: 1).highestRate()
                section = try LatencyCase(highestRate: rate, seconds: seconds).measure()
            case .fanOut: section = try FanOutCase(repetitions: repetitions).measure()
            case .grid: section = try GridCase(agents: agents, frameworks: frameworks).measure()
            case .responsiveness: section = try ResponsivenessCase(seconds: seconds).measure()
            case .fairness: section = try FairnessCase(seconds: seconds).measure()
            case .strangers: section = try StrangersCase(seconds: seconds, repetitions: repetitions).measure()
            case .watched: section = try WatchedCase(seconds: seconds, repetitions: repetitions).measure()
            }
            sections.append(section)
            if !json { print(section.text()) }
            fflush(nil)
        }
        guard json else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        print(String(decoding: try encoder.encode(sections), as: UTF8.self))
    }
}
