import ArgumentParser
import Foundation

struct MeasureTimes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "times",
        abstract: "Times Mesos's benchmarks: medians after a warm-up, beside Mesos's own figures.")

    @Option(name: .customLong("case"), help: "Only cases whose names begin so.")
    var prefixes: [String] = []

    @Option(help: "small: the points with figures of Mesos; full: its whole grid, which takes hours.")
    var grid = SizeSelection.Grid.small

    @Option(help: "Numbers of agents instead of the grid's.")
    var agents: [Int] = []

    @Option(help: "Numbers of frameworks instead of the grid's.")
    var frameworks: [Int] = []

    @Option(help: "How often each case is done after the warm-up.")
    var repetitions = 3

    @Option(help: "By how much this machine is slower than the one of Mesos's figures.")
    var calibration = 1.0

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        guard repetitions > 0 else { throw ValidationError("--repetitions must be at least 1.") }
        guard calibration > 0 else { throw ValidationError("--calibration must be above zero.") }
        guard (agents + frameworks).allSatisfy({ $0 > 0 }) else {
            throw ValidationError("--agents and --frameworks must be above zero.")
        }
        guard !selected.isEmpty else {
            let names = CoreBenchmarks.cases.map { $0.name }.joined(separator: ", ")
            throw ValidationError("No case begins so. There are \(names).")
        }
    }

    private var selected: [any BenchmarkCase.Type] {
        CoreBenchmarks.cases.filter { type in
            prefixes.isEmpty || prefixes.contains { type.name.lowercased().hasPrefix($0.lowercased()) }
        }
    }

    func run() throws {
        let selection = SizeSelection(grid: grid, agents: agents, frameworks: frameworks)
        var report = Report(calibration: calibration)
        if !json { print(Report.header) }
        for type in selected {
            for size in type.sizes(selection) {
                for measurement in repeated(type, size) {
                    if !json { print(report.line(of: measurement)) }
                    report.measurements.append(measurement)
                }
                // Flush, so that redirected output also appears at once.
                fflush(nil)
            }
        }
        if json { print(try report.json()) }
    }

    /// Measures all repetitions and drops the first one, which is the warm-up.
    private func repeated(_ type: any BenchmarkCase.Type, _ size: Size) -> [Measurement] {
        _ = type.measure(size)
        var sums = type.measure(size)
        for _ in 1..<repetitions {
            for (position, measurement) in type.measure(size).enumerated() {
                sums[position].seconds += measurement.seconds
            }
        }
        return sums
    }
}

extension SizeSelection.Grid: ExpressibleByArgument {}
