import ArgumentParser
import Foundation

struct CountInstructions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instructions",
        abstract:
            "Counts the instructions of small pieces of work and compares them with those recorded.",
        discussion:
            "Runs under callgrind. Fails if a count exceeds the recorded one by over 3 %. The records are of one "
            + "architecture and compiler."
    )

    @Option(help: "The file of recorded counts.")
    var file = "Sources/Benchmarks/CoreBenchmarks/instruction-counts.json"

    @Flag(help: "Record the counts instead of comparing with them.")
    var update = false

    /// The maximum ratio of a count to the recorded one.
    private static let tolerance = 1.03

    func run() throws {
        let recorded = update ? [:] : try read()
        var counts: [String: Int] = [:]
        var exceeded: [String] = []
        for work in CountedWork.allCases {
            let count = try work.count()
            counts[work.rawValue] = count
            var line = "\(work.rawValue): \(count) instructions"
            if let old = recorded[work.rawValue] {
                line += String(format: ", %+.1f %%", 100 * (Double(count) / Double(old) - 1))
                if Double(count) > Double(old) * Self.tolerance { exceeded.append(work.rawValue) }
            } else if !update {
                exceeded.append("\(work.rawValue) (not recorded)")
            }
            if let reference = work.referenceInstructions {
                line += String(format: "; Mesos: %.0f times as many", reference / Double(count))
            }
            print(line)
        }
        if update { try write(counts) }
        guard exceeded.isEmpty else {
            throw ValidationError(
                "Over 3 % more than recorded: \(exceeded.joined(separator: ", ")). Find out why, or record anew "
                    + "with --update."
            )
        }
    }

    private func read() throws -> [String: Int] {
        try JSONDecoder().decode([String: Int].self, from: Data(contentsOf: URL(filePath: file)))
    }

    private func write(_ counts: [String: Int]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try (encoder.encode(counts) + Data("\n".utf8)).write(to: URL(filePath: file))
    }
}
