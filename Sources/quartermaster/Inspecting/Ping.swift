import AllocatorClient
import AllocatorLoad
import AllocatorWire
import ArgumentParser

/// Tells whether a worker serves; for probes of its health.
struct Ping: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a worker whether it serves.",
        usage: "quartermaster ping [<options>]",
        discussion: """
            Prints its name, version and uptime and ends with 0; where no answer comes within --timeout, says so and ends with \
            1. A worker answers between two turns of its loop: one that answers still takes events and makes offers.
            """)

    @Option(help: .init("Where the worker answers questions.", valueName: "endpoint"))
    var control = WorkerEndpoints.defaultControl

    @OptionGroup var keys: KeyOptions

    @Option(help: .init("How long to wait for the answer.", valueName: "seconds"))
    var timeout = Seconds(5)

    func validate() throws {
        do {
            _ = try endpoints
        } catch {
            throw ValidationError("\(error)")
        }
        try timeout.check(0.001...3_600, "--timeout")
    }

    private var endpoints: WorkerEndpoints {
        get throws(ClientFailure) { try WorkerEndpoints(control: control) }
    }

    func run() throws {
        do {
            var endpoints = try endpoints
            endpoints.keys = try keys.read()
            var questions = try Questions(to: endpoints, cluster: WireName.defaultCluster)
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
