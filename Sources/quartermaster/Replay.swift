import AllocatorClient
import AllocatorLoad
import ArgumentParser
import CommandOptions
import ZeroMQ

/// Sends events from a file to a worker.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send events from a file of JSON lines to a worker.",
        usage: "quartermaster replay [<options>] <file>",
        discussion: """
            \(EventLines.format) Consecutive exported lines with the same `batch` are sent as one batch. The epoch, \
            sequence and request_id of each event are replaced. So the worker applies the event even if it has seen it \
            before, and replies to it.

            Prints refused events. The exit code is 0 if every event was accepted, and otherwise 1.
            """)

    @Argument(help: "The file; - is standard input.")
    var file: String

    @Option(help: .init("The socket at which the worker takes events.", valueName: "endpoint"))
    var events = WorkerEndpoints.defaultEvents

    @Option(help: .init("The socket at which the worker publishes.", valueName: "endpoint"))
    var publications = WorkerEndpoints.defaultPublications

    @OptionGroup var keys: KeyOptions

    func validate() throws {
        try WorkerOptions.check { () throws(ClientFailure) in try endpoints }
    }

    private var endpoints: WorkerEndpoints {
        get throws(ClientFailure) { try WorkerEndpoints(events: events, publications: publications) }
    }

    func run() throws {
        do {
            var lines = try EventLines(path: file)
            let endpoints = try keys.added(to: try endpoints)
            var sender = try ReplaySender(to: endpoints, in: Context()) { refusal in
                Terminal.say(Columns.plain(refusal))
            }
            while let batch = try lines.nextBatch() { try sender.send(batch) }
            try sender.finish()
            Terminal.say(
                "\(Columns.count(sender.events)) events in \(Columns.count(sender.batches)) batches: "
                    + "\(Columns.count(sender.accepted)) accepted, \(Columns.count(sender.refusals)) refused, "
                    + "\(Columns.count(sender.unanswered)) without a reply")
            if sender.unanswered > 0 {
                Terminal.complain(
                    "the worker rejected the events without a reply: it could not read them, or the key does not cover "
                        + "their master; see the worker's log, and `quartermaster tail rejects/`")
            }
            if sender.accepted < sender.events { throw ExitCode.failure }
        } catch let code as ExitCode {
            throw code
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }
}
