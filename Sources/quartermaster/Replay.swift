import AllocatorClient
import AllocatorLoad
import ArgumentParser
import ZeroMQ

/// Sends events that were written down to a worker again.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send events from a file of JSON lines to a worker.",
        usage: "quartermaster replay [<options>] <file>",
        discussion: """
            The lines are those of `quartermaster journal export`: objects with an `event` and, where several were one \
            batch, the same `batch`. Events are sent as their masters sent them, less epoch and sequence, so that they are \
            applied whatever the worker has seen before. Prints what was refused, and ends with 1 where anything was.
            """)

    @Argument(help: "The file; - is standard input.")
    var file: String

    @Option(help: .init("Where the worker takes events.", valueName: "endpoint"))
    var events = WorkerEndpoints.defaultEvents

    @Option(help: .init("Where the worker publishes.", valueName: "endpoint"))
    var publications = WorkerEndpoints.defaultPublications

    @OptionGroup var keys: KeyOptions

    func validate() throws {
        do {
            _ = try endpoints
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private var endpoints: WorkerEndpoints {
        get throws(ClientFailure) { try WorkerEndpoints(events: events, publications: publications) }
    }

    func run() throws {
        do {
            var lines = try EventLines(path: file)
            var endpoints = try endpoints
            endpoints.keys = try keys.read()
            var sender = try ReplaySender(to: endpoints, in: Context()) { refusal in
                Terminal.say(Columns.plain(refusal))
            }
            while let batch = try lines.nextBatch() { try sender.send(batch) }
            try sender.finish()
            Terminal.say(
                "\(Columns.count(sender.events)) events in \(Columns.count(sender.batches)) batches; "
                    + "\(Columns.count(sender.refusals)) refused")
            if sender.refusals > 0 { throw ExitCode.failure }
        } catch let code as ExitCode {
            throw code
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }
}
