import AllocatorWire
import ArgumentParser
import CommandOptions

/// Watches a cluster in the terminal.
struct Top: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch a cluster in the terminal: roles with shares and quotas, runs and events per second.",
        usage: "quartermaster top [<options>]",
        discussion: """
            A role's first bar is its dominant share of the cluster, not divided by its weight. The second is what it has \
            consumed of its quota: of the limit, where it has one, with a | where the guarantee is met, else of the guarantee. \
            q or ^C ends it.
            """)

    @OptionGroup var worker: WorkerOptions
    @OptionGroup var cluster: ClusterOption

    @Option(help: .init("The time from one look to the next.", valueName: "seconds"))
    var interval = Seconds(1)

    func validate() throws { try interval.check(0.1...3_600, "--interval") }

    func run() throws {
        StopSignal.listen()
        do {
            var questions = try Questions(to: try worker.endpoints(), cluster: cluster.name)
            // Before the screen is taken: what goes wrong here is told like elsewhere.
            var watch = ClusterWatch(try questions.look(since: 0), at: .now)
            let screen = try Screen()
            let isColoured = Terminal.hasColours
            repeat {
                screen.show(TopFrame(watch).lines(screen.size, isColoured: isColoured))
                if screen.waitForQuit(interval.duration) || StopSignal.isRequested { break }
                watch.note(try questions.look(since: watch.lastRun), at: .now)
            } while true
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode.failure
        }
    }
}

extension Questions {
    /// What is shown at one time.
    ///
    /// - Parameter run: the last run that is known already.
    fileprivate mutating func look(since run: UInt64) throws -> ClusterLook {
        let seen = try state(.roles)
        let hasNews = run == 0 || seen.cluster.runs > run
        let runs = try hasNews ? history(from: run + 1, newest: 1_000, framework: "", role: "").runs : []
        return ClusterLook(
            cluster: seen.cluster, roles: seen.roles, name: cluster,
            slowestNanoseconds: runs.map(\.run.durationNs).max() ?? 0)
    }
}
