import AllocatorLoad
import AllocatorSimulation
import ArgumentParser
import Synchronization

/// Plays a workload under several policies without a worker, and compares them.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare policies: play a workload under the virtual clock, report side by side.",
        usage: "quartermaster simulate [<options>]",
        discussion: """
            The cluster and the requests of `load`, without a worker and without waiting: the allocator decides in this \
            process, and time goes from event to event. Requests come at their own times and run for their own. The same \
            input gives the same report; its digest is that of a worker under --clock virtual with the same calls.

            --config names a policy, up to four times; without, the defaults are simulated. It is a YAML or JSON file, of which \
            every line may be left out:

              role_sorter: drf         # or random
              framework_sorter: drf
              agent_order: shuffled    # or by_id
              allocation_interval: 1   # seconds, or with a unit: 500ms
              seed: 0                  # of all that is random
              refuse_seconds: 60       # how long a declined offer stays away
              weights: {LS: 3, BE: 1}
              quotas:
                LS: {guarantees: {gpus: 100}, limits: {cpus: 900}}
              fairness_exclude_resource_names: [mem]
              min_allocatable_resources: [{cpus: 0.1}, {mem: 32}]

            \(WorkloadOptions.columns)

            Ends with 0; 1 where a file or a policy cannot be used, 64 for a command line that cannot be read. ^C ends it with \
            the report of what was simulated until then.
            """)

    @OptionGroup var source: WorkloadOptions

    @Option(help: .init("A file that says what the policy is; several are compared.", valueName: "file"))
    var config: [String] = []

    @Option(help: .init("Requests come so many times as densely; how long each runs stays.", valueName: "factor"))
    var density = 1.0

    @Option(help: .init("End after so long on the virtual clock, whatever still waits.", valueName: "seconds"))
    var duration: Seconds?

    @Flag(help: "Write the report as JSON.")
    var json = false

    func validate() throws {
        guard config.count <= SimulationReport.maximumPolicies else {
            throw ValidationError("--config is taken \(SimulationReport.maximumPolicies) times at the most")
        }
        try WorkloadOptions.check(density, 0.001...1e9, "--density")
        try duration?.check(0.001...1e9, "--duration")
    }

    func run() async throws {
        StopSignal.listen()
        do {
            let policies = config.isEmpty ? [Policy()] : try config.map { try PolicyFile.read(path: $0) }
            let workload = try source.workload()
            let began = ContinuousClock.now
            let outcomes = try await simulate(workload, policies)
            let elapsed = ContinuousClock.now - began
            Terminal.clearProgress()
            let report = SimulationReport(workload, outcomes)
            Terminal.say(json ? try report.json() : report.text(in: Terminal.width))
            Terminal.remark(Self.pace(outcomes, elapsed))
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }

    /// Each policy on its own, at the same time.
    private func simulate(_ workload: ClusterWorkload, _ policies: [Policy]) async throws -> [SimulationOutcome] {
        let limit = duration?.duration
        let pace = Pace.denser(by: density)
        let watch = ProgressWatch(count: policies.count)
        return try await withThrowingTaskGroup(of: (Int, SimulationOutcome).self) { group in
            for (place, policy) in policies.enumerated() {
                group.addTask {
                    var simulation = try Simulation(workload, pace: pace, policy: policy)
                    let outcome = try simulation.run(until: limit) { progress in
                        watch.show(progress, of: place)
                        return !StopSignal.isRequested
                    }
                    return (place, outcome)
                }
            }
            var outcomes: [(Int, SimulationOutcome)] = []
            for try await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// How fast it went. This is not part of the report, which does not depend on the machine.
    private static func pace(_ outcomes: [SimulationOutcome], _ elapsed: Duration) -> String {
        let seconds = elapsed / .seconds(1)
        let simulated = outcomes.map { $0.end / .seconds(1) }
        let slowest = (simulated.min() ?? 0) / max(seconds, 1e-6)
        let policies = outcomes.count == 1 ? "one policy" : "\(outcomes.count) policies"
        return "Simulated \(Columns.fixed(simulated.max() ?? 0, 0)) s under \(policies) in "
            + "\(Columns.fixed(seconds, 1)) s: \(Columns.fixed(slowest, 0)) times faster than real time"
    }
}

/// Shows how far several simulations have come, where somebody looks.
private final class ProgressWatch: Sendable {
    private struct State {
        var progress: [SimulationProgress?]
        var shown = ContinuousClock.now
    }

    private let state: Mutex<State>

    init(count: Int) {
        state = Mutex(State(progress: [SimulationProgress?](repeating: nil, count: count)))
    }

    /// Called many times a second.
    func show(_ progress: SimulationProgress, of place: Int) {
        guard Terminal.isWatched else { return }
        let line = state.withLock { state -> String? in
            state.progress[place] = progress
            guard ContinuousClock.now - state.shown > .milliseconds(200) else { return nil }
            state.shown = .now
            return state.progress.compactMap { $0?.description }.joined(separator: "; ")
        }
        if let line { Terminal.showProgress(Terminal.progressWidth.fit(line)) }
    }
}

extension SimulationProgress {
    /// A few words.
    fileprivate var description: String {
        let percent = lastArrival > .zero ? Int(min(1, now / lastArrival) * 100) : 100
        return "\(percent) %, \(Columns.count(counts[.waiting])) waiting, \(Columns.count(counts[.finished])) done"
    }
}
