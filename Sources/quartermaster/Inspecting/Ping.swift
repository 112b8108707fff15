import AllocatorLoad
import AllocatorWire
import ArgumentParser
import CommandOptions

/// Tells whether a worker serves; for probes of its health.
struct Ping: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a worker whether it serves.",
        usage: "quartermaster ping [<options>]",
        discussion: """
            Prints its name, version and uptime and ends with 0; where no answer comes within --timeout, says so and ends with \
            1. A worker answers between two turns of its loop: one that answers still takes events and makes offers.
            """)

    @OptionGroup var worker: WorkerOptions

    @Option(help: .init("How long to wait for the answer.", valueName: "seconds"))
    var timeout = Seconds(5)

    func validate() throws { try timeout.check(0.001...3_600, "--timeout") }

    func run() throws {
        do {
            var questions = try Questions(to: try worker.endpoints(), cluster: WireName.defaultCluster)
            Terminal.say(Self.text(try questions.ping(timeout: timeout.duration)))
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }

    private static func text(_ pong: WirePong) -> String {
        let worker = Columns.plain("\(pong.worker), version \(pong.version)")
        return "\(worker), up for \(Columns.fixed(Double(pong.uptimeNs) / 1e9, 3)) s"
    }
}
