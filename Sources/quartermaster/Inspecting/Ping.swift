import AllocatorLoad
import AllocatorWire
import ArgumentParser
import CommandOptions

/// Checks that a worker serves. Intended for health probes.
struct Ping: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a worker whether it serves.",
        usage: "quartermaster ping [<options>]",
        discussion: """
            Prints the worker's name, version and uptime, and exits with 0. If no answer arrives within --timeout, it \
            prints an error and exits with 1. The event loop answers between two turns, so a worker that answers also \
            receives events.
            """)

    @OptionGroup var worker: WorkerOptions

    @Option(help: .init("The maximum time to wait for the answer.", valueName: "seconds"))
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
