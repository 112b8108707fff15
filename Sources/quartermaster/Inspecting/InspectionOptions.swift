import AllocatorClient
import AllocatorWire
import ArgumentParser

/// Which worker and cluster are asked, and how the answer is written.
struct InspectionOptions: ParsableArguments {
    @Option(help: .init("Where the worker answers questions.", valueName: "endpoint"))
    var control = WorkerEndpoints.defaultControl

    @OptionGroup var keys: KeyOptions

    @Option(help: .init("The cluster to look into.", valueName: "name"))
    var cluster = WireName.defaultCluster

    @Flag(help: "Print one object of JSON, as protocol buffers write the answer; mem and disk are in MiB there.")
    var json = false

    func validate() throws {
        do {
            _ = try endpoints
        } catch {
            throw ValidationError("\(error)")
        }
        guard WireName.isValidCluster(cluster) else {
            throw ValidationError(
                "--cluster takes 1 to 255 of A–Z a–z 0–9 . _ -, but none of json, rejects, heartbeat and metrics")
        }
    }

    private var endpoints: WorkerEndpoints {
        get throws(ClientFailure) { try WorkerEndpoints(control: control) }
    }

    /// Asks, and prints what the answer comes to; ends with 1 and a line that says why where there is none.
    func answer<Answer>(
        _ ask: (inout Questions) throws -> Answer, json: (Answer) throws -> String, text: (Answer) -> [String]
    ) throws {
        do {
            var endpoints = try endpoints
            endpoints.keys = try keys.read()
            var questions = try Questions(to: endpoints, cluster: cluster)
            let answer = try ask(&questions)
            Terminal.say(self.json ? try json(answer) : text(answer).joined(separator: "\n"))
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }
}
