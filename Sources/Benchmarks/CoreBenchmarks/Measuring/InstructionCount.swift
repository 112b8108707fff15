import AllocatorCore
import Foundation

/// Runs small enough for callgrind, whose instructions are the same on any machine of one architecture.
enum CountedRun: String, CaseIterable, Codable {
    /// 100 agents, 20 frameworks, every agent declined by everyone.
    case declineOffersIdle
    /// The cluster of SuppressOffers, 200 agents, 50 frameworks, with every agent offered.
    case suppressOffersRun

    /// What the reference's allocation alone needed for it, from `benchmarks.md`.
    var referenceInstructions: Double {
        switch self {
        case .declineOffersIdle: 79_800_000
        case .suppressOffersRun: 134_800_000
        }
    }

    /// Prepares the run and does it. Of the runs before it callgrind hears nothing: they are not `countedRun`.
    func play() {
        switch self {
        case .declineOffersIdle:
            var cluster = DeclineOffers.cluster(Size(agents: 100, frameworks: 20))
            cluster.runOnInterval()
            var run = cluster.takeRun()
            while run.bundleCount > 0 {
                cluster.giveBack(run, refusingForDays: 365)
                cluster.runOnInterval()
                run = cluster.takeRun()
            }
            cluster.countRunOnInterval()
        case .suppressOffersRun:
            var cluster = DeclineOffers.cluster(Size(agents: 200, frameworks: 50))
            cluster.runOnInterval()
            cluster.giveBack(cluster.takeRun(), refusingForDays: nil)
            cluster.countRunOnInterval()
        }
    }

    /// Counts its instructions with callgrind in a process of its own.
    func count() throws -> Int {
        let executable = try Self.executableWithoutDebugInformation()
        defer { try? FileManager.default.removeItem(atPath: executable) }
        let callgrind = Process()
        callgrind.executableURL = URL(filePath: "/usr/bin/env")
        let output = FileManager.default.temporaryDirectory.appending(path: "callgrind.\(rawValue).out")
        callgrind.arguments = [
            "valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*countedRun*",
            "--callgrind-out-file=\(output.path)",
            executable,
            "play-counted-run", rawValue,
        ]
        // The order of sets and dictionaries, and with it the count, is otherwise another in every process.
        callgrind.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_DETERMINISTIC_HASHING": "1"]) { $1 }
        let errors = Pipe()
        callgrind.standardError = errors
        try callgrind.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        callgrind.waitUntilExit()
        guard callgrind.terminationStatus == 0, let count = Self.collected(in: text) else {
            throw CountingFailure(run: rawValue, text: text)
        }
        return count
    }

    /// A copy of this program that valgrind can load: it gives up on the debug information of newer compilers.
    private static func executableWithoutDebugInformation() throws -> String {
        let copy = FileManager.default.temporaryDirectory.appending(path: "counted-runs-\(UUID())").path
        let strip = try Process.run(
            URL(filePath: "/usr/bin/env"),
            arguments: [
                "strip", "--strip-debug", "-o", copy,
                try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
            ])
        strip.waitUntilExit()
        return copy
    }

    /// What callgrind says under "Collected".
    private static func collected(in text: String) -> Int? {
        text.split(separator: "\n").last { $0.contains("Collected :") }?.split(separator: " ").last.flatMap { Int($0) }
    }
}

struct CountingFailure: Error, CustomStringConvertible {
    var run: String
    var text: String

    var description: String { "counting the instructions of \(run) failed; is valgrind installed? It said:\n\(text)" }
}

extension PlayedCluster {
    /// Moves the clock by one allocation interval where callgrind counts.
    mutating func countRunOnInterval() { countedRun(&allocator) }
}

/// What instructions are counted of: by its name callgrind finds where to begin and end.
@inline(never)
private func countedRun(_ allocator: inout Allocator) {
    allocator.advance(to: allocator.now.advanced(by: .seconds(1)))
}
