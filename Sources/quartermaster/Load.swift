import AllocatorClient
import AllocatorLoad
import ArgumentParser
import CommandOptions

/// Plays a master with a workload against a running worker.
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play a master: add machines and frameworks, take offers, run requests, tell how it went.",
        discussion: """
            With --machines and --requests it reads CSV files; else it makes up a cluster by --seed. Machines become agents, \
            with their GPUs' model as the attribute `model`. Each qos of the requests becomes a role with \
            --frameworks-per-role frameworks, and one more with offer constraints for each gpu_spec.

            \(WorkloadOptions.columns)

            Ends when every request has run or never can, with ^C, or after --duration; removes what it added and sums up. It \
            also ends where another master resets the cluster, or where the worker has lost its state; what is left then \
            stays. The exit code is 0 where all went well, 1 where a call was refused, a publication lost, or the worker or \
            the cluster's state gone, 64 for a command line that cannot be read.
            """)

    @OptionGroup var connection: ConnectionOptions

    @OptionGroup var source: WorkloadOptions

    @Option(
        help: .init(
            """
            How many seconds of the workload pass in one; or max: all requests come at once, and run times are compressed \
            so that 95 of a hundred take --longest-run at most and the rest that long.
            """, valueName: "factor"))
    var speed = Speed.max

    @Option(help: .init("With --speed max: the longest that anything runs.", valueName: "seconds"))
    var longestRun = Seconds(30)

    @Option(help: .init("The longest time between two allocation runs.", valueName: "seconds"))
    var interval = Seconds(1)

    @Option(help: .init("For how long what nothing fits into is declined.", valueName: "seconds"))
    var refuse = Seconds(60)

    @Option(help: .init("End after so long, whatever still waits.", valueName: "seconds"))
    var duration: Seconds?

    @Flag(help: "Start the cluster anew, whatever it holds.")
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
        let reason = obstacle?.words ?? "it takes connections and does not answer"
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

/// `max`, or a factor above zero.
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
