import ArgumentParser
import Foundation

struct MeasureMemory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Measures how much memory agents, frameworks and filters take.")

    @Option(help: "How many agents there are.")
    var agents = 50_000

    @Option(help: "How many frameworks there are.")
    var frameworks = 1_000

    @Option(help: "How often every agent is declined.")
    var rounds = 10

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard min(agents, frameworks, rounds) > 0 else { throw ValidationError("All numbers must be above zero.") }
    }

    func run() throws {
        guard let use = MemoryUse.measure(agents: agents, frameworks: frameworks, rounds: rounds) else {
            throw ValidationError(
                "This system does not tell how much memory is resident (there is no /proc/self/statm).")
        }
        if json {
            print(String(decoding: try JSONEncoder().encode(use), as: UTF8.self))
        } else {
            print("bytes of each of \(use.agents) agents: \(use.bytesPerAgent)")
            print("bytes of each of \(use.frameworks) frameworks: \(use.bytesPerFramework)")
            print("bytes of each of \(use.filters) filters: \(use.bytesPerFilter)")
        }
    }
}
