import AllocatorClient
import AllocatorLoad
import ArgumentParser
import CommandOptions

/// Plays a workload as a master of a running worker.
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play a master: add machines and frameworks, use offers, run requests, print a summary.",
        discussion: """
            Reads CSV files if --machines and --requests are given, and generates a cluster from --seed otherwise. \
            Machines become agents, with the model of their GPUs as the attribute `model`. Each qos of the requests \
            becomes a role with --frameworks-per-role frameworks, and one more framework with offer constraints for \
            each gpu_spec.

            \(WorkloadOptions.columns)

            Ends when each request has run or cannot run, on ^C, or after --duration. Then it removes all that it \
            added, and prints a summary. It also ends if another master resets the cluster, or if the worker has lost \
            its state. In these cases it removes nothing. The exit code is 0 if all went well. It is 1 if a call was \
            refused, a publication was lost, or the worker or the cluster's state is gone, and 64 for an invalid \
            command line.
            """)

    @OptionGroup var connection: ConnectionOptions

    @OptionGroup var source: WorkloadOptions

    @Option(
        help: .init(
            """
            The number of seconds of the workload that pass in one second, or max. With max all requests arrive at \
            once, and run times are compressed: 95 % of them take --longest-run at most, and the others take exactly \
            that long.
            """, valueName: "factor"))
    var speed = Speed.max

    @Option(help: .init("With --speed max: the longest run time of a request.", valueName: "seconds"))
    var longestRun = Seconds(30)

    @Option(help: .init("The longest time between two allocation runs of the cluster.", valueName: "seconds"))
    var interval = Seconds(1)

    @Option(help: .init("The time for which offers that fit no request are declined.", valueName: "seconds"))
    var refuse = Seconds(60)

    @Option(help: .init("End after this time, even if requests still wait.", valueName: "seconds"))
    var duration: Seconds?

    @Flag(help: "Reset the cluster first, with all that it holds.")
    var reset = false

    @Flag(help: "Write the summary as JSON.")
    var json = false

    func validate() throws {
        try longestRun.check(0.001...86_400, "--longest-run")
        try interval.check(0.001...3_600, "--interval")
        try refuse.check(0...31_536_000, "--refuse")
        try duration?.check(0.001...31_536_000, "--duration")
    }

    func run() async throws {
        StopSignal.listen()
        do {
            let workload = try source.workload()
            let options = try options()
            let run = try LoadRun(workload, options)
            let summary = try await run.run(
                onSilence: { [endpoints = options.endpoints] in Self.remarkSilence(of: endpoints) },
                report: { Terminal.showProgress(Terminal.progressWidth.fit("\($0)")) },
                shouldStop: { StopSignal.isRequested })
            Terminal.endProgress()
            Terminal.say(json ? try summary.json() : summary.text(in: Terminal.width))
            if let fault = summary.fault { Terminal.complain(fault) }
            if summary.hasFaults { throw ExitCode.failure }
        } catch let exit as ExitCode {
            throw exit
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }

    private static func remarkSilence(of endpoints: WorkerEndpoints) {
        let obstacle = endpoints.obstacle([\.events, \.publications, \.control])
        let reason = obstacle?.words ?? "it accepts connections but does not answer"
        Terminal.remark("waiting for the worker: \(reason)")
    }

    private func options() throws -> LoadOptions {
        let endpoints = try connection.endpoints()
        var options = LoadOptions(endpoints: endpoints)
        options.cluster = connection.cluster.name
        options.master = connection.master
        options.reset = reset
        options.allocationInterval = interval.duration
        options.pace = speed.pace(longestRun: longestRun.duration)
        options.refusal = refuse.duration
        options.timeLimit = duration?.duration
        return options
    }
}

/// The speed of a workload: `max`, or a positive factor.
enum Speed: ExpressibleByArgument {
    case max
    case factor(Double)

    init?(argument: String) {
        if argument == "max" {
            self = .max
            return
        }
        guard let factor = Double(argument), factor >= 0.001, factor <= 1e9 else { return nil }
        self = .factor(factor)
    }

    var defaultValueDescription: String {
        switch self {
        case .max: "max"
        case .factor(let factor): "\(factor)"
        }
    }

    func pace(longestRun: Duration) -> Pace {
        switch self {
        case .max: .asFastAsTheyFit(longestRun: longestRun)
        case .factor(let factor): .compressed(by: factor)
        }
    }
}
