import AllocatorClient
import AllocatorLoad
import AllocatorWire
import AllocatorWorker
import ArgumentParser
import Foundation
import Logging
import Synchronization
import ZeroMQ

/// Runs a worker, a master and an observer in one process, connected by real sockets.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See offers flow: a worker, a simulated master and an observer in one command.",
        usage: "quartermaster demo [<options>]",
        discussion: """
            Uses free ports and stores nothing. It shuts down cleanly on ^C or after --duration. The exit code is 0, \
            or 1 if something failed.
            """)

    @Option(help: .init("The number of machines that the master adds.", valueName: "count"))
    var agents = 4

    @Option(help: .init("The number of frameworks that compete for them.", valueName: "count"))
    var frameworks = 3

    @Option(help: .init("The seed of the random workload.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: .init("End after this time.", valueName: "seconds"))
    var duration: Seconds?

    /// Enough requests for hours, so that the user ends the demo first.
    private static let requests = 20_000

    func validate() throws {
        guard (1...1_000).contains(agents) else { throw ValidationError("--agents takes 1 to 1000") }
        guard (1...100).contains(frameworks) else { throw ValidationError("--frameworks takes 1 to 100") }
        try duration?.check(0.001...86_400, "--duration")
    }

    func run() async throws {
        StopSignal.listen()
        do {
            try await withWorker { endpoints in
                Terminal.say(Self.introduction(endpoints, agents: agents, frameworks: frameworks))
                let observer = observe(endpoints)
                let summary = try await play(endpoints)
                await observer.value
                Terminal.say("\n\(DemoEnding(summary, frameworks: frameworks).text)\n")
                if let fault = summary.fault { Terminal.complain(fault) }
                if summary.hasFaults { throw ExitCode.failure }
            }
        } catch let exit as ExitCode {
            throw exit
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }

    // MARK: - The worker, the master and the observer

    /// Runs `body` while a worker serves on free ports. Afterwards the worker drains and stops.
    private func withWorker(_ body: (WorkerEndpoints) async throws -> Void) async throws {
        let (bound, continuation) = AsyncStream.makeStream(
            of: BoundEndpoints.self, bufferingPolicy: .bufferingNewest(1))
        let configuration = try Self.workerConfiguration()
        let worker = Task {
            defer { continuation.finish() }
            try await Worker(configuration, logger: Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() }) {
                continuation.yield($0)
            }.run()
        }
        for await bound in bound.prefix(1) {
            let endpoints = try WorkerEndpoints(
                events: bound.events, publications: bound.publications, control: bound.control)
            do {
                try await body(endpoints)
            } catch {
                worker.cancel()
                throw error
            }
            worker.cancel()
        }
        try await worker.value
    }

    private static func workerConfiguration() throws -> WorkerConfiguration {
        var configuration = WorkerConfiguration()
        let anyPort = try Endpoint("tcp://127.0.0.1:*")
        configuration.events = anyPort
        configuration.publications = anyPort
        configuration.control = anyPort
        return configuration
    }

    private func play(_ endpoints: WorkerEndpoints) async throws -> LoadSummary {
        var options = LoadOptions(endpoints: endpoints)
        options.master = "demo"
        options.pace = .compressed(by: 1)
        options.timeLimit = duration?.duration
        let workload = ClusterWorkload.generated(
            machines: agents, frameworks: frameworks, requests: Self.requests, seed: seed)
        defer { masterIsDone.store(true, ordering: .releasing) }
        return try await LoadRun(workload, options).run(shouldStop: { StopSignal.isRequested })
    }

    /// Prints offers and events until the master is done.
    private func observe(_ endpoints: WorkerEndpoints) -> Task<Void, Never> {
        Task {
            do {
                let printer = try PublicationPrinter(
                    endpoints.publications.address,
                    prefixes: ["default/offers/", "default/events/", "default/replies/"],
                    format: .text(coloured: Terminal.hasColours), isShown: isWorthShowing)
                try await printer.run(limit: nil) { masterIsDone.load(ordering: .acquiring) }
            } catch {
                Terminal.complain("the observer ended: \(error)")
            }
        }
    }
}

/// Stops the observer, which otherwise runs without end.
private let masterIsDone = Atomic<Bool>(false)

/// Selects offers, the resources that frameworks use and free, and refused calls.
@Sendable private func isWorthShowing(_ received: ReceivedPublication) -> Bool {
    switch received.publication.body {
    case .offers: return true
    case .event(let event):
        switch event.call {
        case .transitionOfferedToAllocated: return true
        case .recoverResources(let call): return call.isAllocated
        default: return false
        }
    case .reply(let reply):
        if case .error = reply.result { return true }
        return false
    default: return false
    }
}

// MARK: - Words

extension Demo {
    private static func introduction(_ endpoints: WorkerEndpoints, agents: Int, frameworks: Int) -> String {
        """
        A worker runs in this process, and a master named "demo" attaches to it over
        ZeroMQ. The master brings \(agents) machines (agents), and \(frameworks) frameworks that have
        requests to run. What you see:

          offer  the worker offers the listed resources to a framework, in fair order.
          event  a framework uses the part of an offer that a request needs, or frees
                 it when the request has ended. (It declines the rest, which is not
                 shown.)

        To watch it in a browser, in another terminal:
          \(CommandNames.here.observer) --publications \(endpoints.publications.address) \\
            --control \(endpoints.control.address)
        and open http://127.0.0.1:5580/. Or as text, for example the allocation runs:
          \(CommandNames.here.quartermaster) tail --publications \(endpoints.publications.address) default/runs/
        The resources that each framework holds:
          \(CommandNames.here.quartermaster) state frameworks --control \(endpoints.control.address)

        ^C ends it.

        """
    }
}

/// The summary of a demo. It does not mention waiting requests, because there always are some at the end.
struct DemoEnding {
    private let summary: LoadSummary
    private let frameworks: Int

    init(_ summary: LoadSummary, frameworks: Int) {
        self.summary = summary
        self.frameworks = frameworks
    }

    var text: String {
        let (finished, running) = (summary.counts[.finished], summary.counts[.running])
        let names = CommandNames.here
        let lost = Int(summary.traffic.publicationsLost)
        return """
            Ended after \(Columns.fixed(summary.elapsed / .seconds(1), 1)) s. In that time

              \(Columns.leftPadded(Columns.count(summary.offers), 7)) offers were made to \(Columns.count(frameworks)) \
            frameworks,
              \(Columns.leftPadded(Columns.count(finished), 7)) requests ran to their end on offered resources,
              \(Columns.leftPadded(Columns.count(running), 7)) were still running, and were stopped;
              \(Columns.leftPadded(Columns.count(lost), 7)) publications were lost, \
            \(Columns.count(summary.refusals.count)) calls refused.

            Next: `\(names.quartermaster) serve --ephemeral` starts a worker that stays,
            `\(names.quartermaster) load` plays on it, and `\(names.quartermaster) explain load-batch-1`
            explains why a framework waits.
            """
    }
}
