import ArgumentParser
import BenchmarkedWorker
import Foundation

/// Measures the cost of persistence: events a second by durability, and the duration of a start.
@main
struct KeepingBenchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "KeepingBenchmarks",
        abstract: "Measure what it costs a worker to keep its clusters.",
        discussion: """
            Starts the built `quartermaster serve` on loopback, sends it sequenced events of some 200 bytes, one a \
            message, and takes the time from the first to the last acknowledgement. The disk under --folder decides; \
            compare only within one run.
            """)

    @Option(help: .init("Events of each run.", valueName: "count")) var events = 200_000
    @Option(help: .init("Runs of each mode; the median is shown, and the spread.", valueName: "count"))
    var repetitions = 3
    @Option(help: .init("Events journaled before the starts that are timed.", valueName: "count")) var restartEvents =
        1_000_000
    @Option(help: .init("Where the data directories are made.", valueName: "folder")) var folder = FileManager.default
        .temporaryDirectory.path
    @Flag(help: "Print one object of JSON.") var json = false

    func validate() throws {
        guard events > 0, repetitions > 0, restartEvents > 0 else { throw ValidationError("counts are 1 or more") }
    }

    func run() throws {
        var report = KeepingReport(events: events, restartEvents: restartEvents)
        let workload = JournalWorkload()
        for mode in Mode.allCases {
            // The first repetition is the warm-up.
            for repetition in 0...repetitions {
                let rate = try measure(mode, workload)
                if repetition > 0 { report.rates[mode, default: []].append(rate) }
            }
        }
        report.starts = try measureStarts(workload)
        print(try json ? report.json() : report.text())
    }

    private func measure(_ mode: Mode, _ workload: JournalWorkload) throws -> Double {
        let place = try Place(in: folder)
        let worker = try WorkerProcess(mode.arguments(data: place.path))
        let sender = try Sender(to: worker.endpoints)
        try sender.send(workload.setUp, from: 1)
        let first = UInt64(workload.setUp.count + 1)
        let seconds = try sender.time(workload.events(events, from: first), upTo: first + UInt64(events) - 1)
        try worker.stop()
        return Double(events) / seconds
    }

    /// Measures a start from a journal without a snapshot, as after a crash, and from one with a final snapshot, as
    /// after a clean stop.
    private func measureStarts(_ workload: JournalWorkload) throws -> KeepingReport.Starts {
        let place = try Place(in: folder)
        let arguments = Mode.none.arguments(data: place.path) + ["--snapshot-every", "1000000000"]
        let first = try WorkerProcess(arguments)
        let sender = try Sender(to: first.endpoints)
        try sender.send(workload.setUp, from: 1)
        let begin = UInt64(workload.setUp.count + 1)
        _ = try sender.time(
            workload.events(restartEvents, from: begin), upTo: begin + UInt64(restartEvents) - 1)
        first.kill()
        let bytes = try place.size()
        let afterCrash = try WorkerProcess(arguments)
        try afterCrash.stop()
        let afterStop = try WorkerProcess(arguments)
        try afterStop.stop()
        return .init(
            withoutSnapshot: afterCrash.secondsToServe, withSnapshot: afterStop.secondsToServe, journalBytes: bytes)
    }
}

enum Mode: String, CaseIterable, Hashable {
    case ephemeral
    case none
    case batch
    case full

    func arguments(data: String) -> [String] {
        self == .ephemeral ? ["--ephemeral"] : ["--data", data, "--durability", rawValue]
    }
}
