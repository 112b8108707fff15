import AllocatorClient
import AllocatorLoad
import AllocatorWire
import ArgumentParser

/// Prints what a worker publishes.
struct Tail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print publications as they come.",
        usage: "quartermaster tail [<options>] [<prefixes> ...]",
        discussion: """
            PREFIX is the beginning of a topic: CLUSTER/offers/MASTER/FRAMEWORK/, CLUSTER/inverse-offers/MASTER/FRAMEWORK/, \
            CLUSTER/replies/MASTER/, CLUSTER/acks/MASTER/, CLUSTER/runs/, CLUSTER/events/, rejects/, heartbeat/ or metrics/. \
            `default/` shows all of the cluster default, `default/offers/` its offers. Ends with ^C, after --count \
            publications or after --duration.
            """)

    @Argument(help: "Beginnings of topics; none: everything.")
    var prefixes: [String] = []

    @Option(help: .init("Where the worker publishes.", valueName: "endpoint"))
    var publications = WorkerEndpoints.defaultPublications

    @OptionGroup var keys: KeyOptions

    @Option(help: .init("End after so many publications.", valueName: "count"))
    var count: Int?

    @Option(help: .init("End after so long.", valueName: "seconds"))
    var duration: Double?

    @Flag(help: "Print each publication as one line of JSON: its topic, and itself as protocol buffers write it.")
    var json = false

    private static let maximumPrefixes = 1_000

    func validate() throws {
        do {
            _ = try endpoints
        } catch {
            throw ValidationError("\(error)")
        }
        guard prefixes.count <= Self.maximumPrefixes else {
            throw ValidationError("at most \(Self.maximumPrefixes) prefixes")
        }
        guard count ?? 1 > 0 else { throw ValidationError("--count takes 1 or more") }
        if let duration, !(duration > 0 && duration <= 31_536_000) {
            throw ValidationError("--duration takes more than 0, and at most 31536000")
        }
    }

    private var endpoints: WorkerEndpoints {
        get throws(ClientFailure) { try WorkerEndpoints(publications: publications) }
    }

    func run() async throws {
        StopSignal.listen()
        do {
            let printer = try PublicationPrinter(
                publications, prefixes: prefixes, keys: try keys.read(),
                format: json ? .json : .text(coloured: Terminal.hasColours))
            let deadline = duration.map { ContinuousClock.now + .seconds($0) }
            try await printer.run(limit: count) {
                StopSignal.isRequested || deadline.map { ContinuousClock.now >= $0 } ?? false
            }
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }
}
