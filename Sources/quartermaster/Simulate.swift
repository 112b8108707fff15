import AllocatorLoad
import AllocatorSimulation
import ArgumentParser
import Synchronization

/// Simulates a workload under several policies without a worker, and compares them.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare policies: play a workload under the virtual clock and report them side by side.",
        usage: "quartermaster simulate [<options>]",
        discussion: """
            Plays the cluster and the requests of `load` without a worker and without waiting. The allocator decides \
            in this process, and the virtual clock jumps from event to event. Requests arrive at their own times and \
            keep their own run times. The same input gives the same report. Its digest is that of a worker under \
            --clock virtual with the same calls.

            --config names a policy and may be given up to four times. Without it, the defaults are simulated. A \
            policy is a YAML or JSON file, in which every line is optional:

              role_sorter: drf         # or random
              framework_sorter: drf
              agent_order: shuffled    # or by_id
              allocation_interval: 1   # seconds, or with a unit: 500ms
              seed: 0                  # of all random choices
              refuse_seconds: 60       # how long a declined offer stays away
              weights: {LS: 3, BE: 1}
              quotas:
                LS: {guarantees: {gpus: 100}, limits: {cpus: 900}}
              fairness_exclude_resource_names: [mem]
              min_allocatable_resources: [{cpus: 0.1}, {mem: 32}]

            \(WorkloadOptions.columns)

            The exit code is 0. It is 1 if a file or a policy cannot be used, and 64 for an invalid command line. ^C \
            ends the simulation and prints the report up to that time.
            """)

    @OptionGroup var source: WorkloadOptions

    @Option(help: .init("A file with a policy. Several are compared.", valueName: "file"))
    var config: [String] = []

    @Option(help: .init("The factor by which requests arrive faster. Run times stay the same.", valueName: "factor"))
    var density = 1.0

    @Option(help: .init("End after this time on the virtual clock, even if requests still wait.", valueName: "seconds"))
    var duration: Seconds?

    @Flag(help: "Write the report as JSON.")
    var json = false

    func validate() throws {
        guard config.count <= SimulationReport.maximumPolicies else {
            throw ValidationError("--config may be given at most \(SimulationReport.maximumPolicies) times")
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

    /// Simulates the policies independently and concurrently.
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

    /// The speed of the simulation. It is not part of the report, which does not depend on the machine.
    private static func pace(_ outcomes: [SimulationOutcome], _ elapsed: Duration) -> String {
        let seconds = elapsed / .seconds(1)
        let simulated = outcomes.map { $0.end / .seconds(1) }
        let slowest = (simulated.min() ?? 0) / max(seconds, 1e-6)
        let policies = outcomes.count == 1 ? "one policy" : "\(outcomes.count) policies"
        return "Simulated \(Columns.fixed(simulated.max() ?? 0, 0)) s under \(policies) in "
            + "\(Columns.fixed(seconds, 1)) s: \(Columns.fixed(slowest, 0)) times faster than real time"
    }
}

/// Shows the progress of concurrent simulations if standard error is a terminal.
private final class ProgressWatch: Sendable {
    private struct State {
        var progress: [SimulationProgress?]
        var shown = ContinuousClock.now
    }

    private let state: Mutex<State>

    init(count: Int) {
        state = Mutex(State(progress: [SimulationProgress?](repeating: nil, count: count)))
    }

    /// Records the progress of one simulation. Called many times a second, it prints at most five times a second.
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
    /// The progress in a few words.
    fileprivate var description: String {
        let percent = lastArrival > .zero ? Int(min(1, now / lastArrival) * 100) : 100
        return "\(percent) %, \(Columns.count(counts[.waiting])) waiting, \(Columns.count(counts[.finished])) done"
    }
}
