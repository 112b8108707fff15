import AllocatorClient
import AllocatorLoad
import AllocatorWire
import AllocatorWorker
import Logging
import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(2)))
struct LoadRunTests {
    @Test func `a run finishes every request and leaves the cluster as it was`() async throws {
        try await withWorker { endpoints in
            for seed: UInt64 in [1, 2] {
                let summary = try await play(
                    .generated(machines: 12, frameworks: 5, requests: 400, seed: seed), options(endpoints))
                #expect(summary.ending == .done)
                #expect(summary.counts[.finished] == 400)
                #expect(!summary.hasFaults, "\(summary)")
                #expect(summary.askedToOffered.count > 0)
                #expect(summary.worker.name.isEmpty == false)
            }
        }
    }

    @Test func `two loads share a cluster, each with machines of its own`() async throws {
        try await withWorker { endpoints in
            try await withThrowingTaskGroup(of: LoadSummary.self) { group in
                for master in ["one", "two"] {
                    var options = options(endpoints)
                    options.master = master
                    let generated = ClusterWorkload.generated(machines: 4, frameworks: 2, requests: 100, seed: 3)
                    let machines = generated.machines.map {
                        Machine(name: "\(master)-\($0.name)", total: $0.total, model: $0.model)
                    }
                    let workload = ClusterWorkload(machines: machines, requests: generated.requests) { _ in 1 }
                    group.addTask { [options] in try await play(workload, options) }
                }
                for try await summary in group {
                    #expect(summary.counts[.finished] == 100)
                    #expect(!summary.hasFaults, "\(summary)")
                }
            }
        }
    }

    @Test func `a run that reaches its time limit accounts for every request`() async throws {
        try await withWorker { endpoints in
            var options = options(endpoints)
            options.pace = .compressed(by: 1)
            options.timeLimit = .milliseconds(300)
            let summary = try await play(.generated(machines: 2, frameworks: 2, requests: 100, seed: 1), options)
            #expect(summary.ending == .timeIsOver)
            #expect(summary.counts.total == 100)
            #expect(summary.counts[.expected] > 0)
            #expect(!summary.hasFaults, "\(summary)")
        }
    }

    @Test func `a machine that already exists ends the run with the worker's refusal`() async throws {
        try await withWorker { endpoints in
            let machines = [Machine(name: "m", total: Amounts(cpus: 1)), Machine(name: "m", total: Amounts(cpus: 1))]
            let workload = ClusterWorkload(machines: machines, requests: []) { _ in 1 }
            let failure = await #expect(throws: ClientFailure.self) { try await play(workload, options(endpoints)) }
            guard case .refused(let call, let code, _) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(call == "add_agent")
            #expect(code == .alreadyExists)
        }
    }

    @Test(arguments: [true, false])
    func `a load whose worker does not answer on one socket ends at its time limit and names the socket`(
        isOfEvents: Bool
    ) async throws {
        try await withWorker { endpoints in
            // A socket that receives and never answers.
            let unanswering = try Socket(isOfEvents ? .pull : .router, in: Context())
            try unanswering.bind("tcp://127.0.0.1:*")
            let address = try unanswering.get(.lastEndpoint)
            let partly = try WorkerEndpoints(
                events: isOfEvents ? address : endpoints.events.address,
                publications: endpoints.publications.address,
                control: isOfEvents ? endpoints.control.address : address)
            var options = options(partly)
            options.timeLimit = .milliseconds(500)
            let workload = ClusterWorkload.generated(machines: 1, frameworks: 1, requests: 1, seed: 1)
            let failure = await #expect(throws: ClientFailure.self) { try await play(workload, options) }
            #expect(failure == .noAnswer(endpoint: address, after: .milliseconds(500)))
        }
    }

    private func options(_ endpoints: WorkerEndpoints) -> LoadOptions {
        var options = LoadOptions(endpoints: endpoints)
        options.allocationInterval = .milliseconds(20)
        options.pace = .asFastAsTheyFit(longestRun: .milliseconds(100))
        return options
    }
}

private func play(_ workload: ClusterWorkload, _ options: LoadOptions) async throws -> LoadSummary {
    try await LoadRun(workload, options).run()
}

/// Runs `body` while a worker serves on free ports.
private func withWorker(_ body: (WorkerEndpoints) async throws -> Void) async throws {
    let (serving, continuation) = AsyncStream.makeStream(of: BoundEndpoints.self, bufferingPolicy: .bufferingNewest(1))
    var configuration = WorkerConfiguration()
    let anyPort = try Endpoint("tcp://127.0.0.1:*")
    configuration.events = anyPort
    configuration.publications = anyPort
    configuration.control = anyPort
    configuration.heartbeatInterval = .milliseconds(100)
    // Nothing is under way after a load.
    configuration.quietPeriod = .milliseconds(20)
    let worker = Task { [configuration] in
        defer { continuation.finish() }
        try await Worker(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
            continuation.yield($0)
        }.run()
    }
    defer { worker.cancel() }
    for await bound in serving.prefix(1) {
        try await body(
            WorkerEndpoints(events: bound.events, publications: bound.publications, control: bound.control))
    }
    worker.cancel()
    try await worker.value
}
