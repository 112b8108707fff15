import AllocatorClient
import AllocatorLoad
import AllocatorWire
import ArgumentParser
import CommandOptions

/// Prints the publications of a worker.
struct Tail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print publications as they arrive.",
        usage: "quartermaster tail [<options>] [<prefixes> ...]",
        discussion: """
            PREFIX is the beginning of a topic: CLUSTER/offers/MASTER/FRAMEWORK/, \
            CLUSTER/inverse-offers/MASTER/FRAMEWORK/, CLUSTER/replies/MASTER/, CLUSTER/acks/MASTER/, CLUSTER/runs/, \
            CLUSTER/events/, rejects/, heartbeat/ or metrics/. `default/` shows all of the cluster default, \
            `default/offers/` its offers. Ends with ^C, after --count publications or after --duration.

            The exit code is 0. It is 1 if no worker was reached, if the worker does not admit this key, or if fewer \
            than --count publications arrived within --duration.
            """)

    @Argument(help: "Prefixes of topics. Without one, everything is printed.")
    var prefixes: [String] = []

    @Option(help: .init("The socket at which the worker publishes.", valueName: "endpoint"))
    var publications = WorkerEndpoints.defaultPublications

    @OptionGroup var keys: KeyOptions

    @Option(help: .init("End after this number of publications.", valueName: "count"))
    var count: Int?

    @Option(help: .init("End after this time.", valueName: "seconds"))
    var duration: Seconds?

    @Flag(help: "Print each publication as one line of JSON: its topic, and the message in JSON.")
    var json = false

    private static let maximumPrefixes = 1_000

    func validate() throws {
        try WorkerOptions.check { () throws(ClientFailure) in try endpoints }
        guard prefixes.count <= Self.maximumPrefixes else {
            throw ValidationError("at most \(Self.maximumPrefixes) prefixes")
        }
        guard count ?? 1 > 0 else { throw ValidationError("--count takes 1 or more") }
        try duration?.check(0.001...31_536_000, "--duration")
    }

    private var endpoints: WorkerEndpoints {
        get throws(ClientFailure) { try WorkerEndpoints(publications: publications) }
    }

    func run() async throws {
        StopSignal.listen()
        do {
            let endpoints = try keys.added(to: try endpoints)
            let printer = try PublicationPrinter(
                publications, prefixes: prefixes, keys: endpoints.keys,
                format: json ? .json : .text(coloured: Terminal.hasColours))
            let silence = SilenceWatch(of: endpoints)
            let watching = Task { await silence.run() }
            defer { watching.cancel() }
            let deadline = duration.map { ContinuousClock.now + $0.duration }
            let printed = try await printer.run(
                limit: count, onPublication: { silence.end() },
                shouldStop: {
                    StopSignal.isRequested || silence.isHopeless || deadline.map { ContinuousClock.now >= $0 } ?? false
                })
            try check(printed, silence)
        } catch let exit as ExitCode {
            throw exit
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }

    /// Reports why fewer publications arrived than requested.
    ///
    /// - Throws: `ExitCode.failure` in this case.
    private func check(_ printed: Int, _ silence: SilenceWatch) throws {
        if printed == 0, let obstacle = silence.obstacle() {
            Terminal.complain(obstacle)
        } else if let count, printed < count, !StopSignal.isRequested {
            Terminal.complain(
                "\(Columns.count(printed)) of \(Columns.count(count)) publications arrived before the end")
        } else {
            return
        }
        throw ExitCode.failure
    }
}
