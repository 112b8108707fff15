import AllocatorWire
import ArgumentParser
import CommandOptions

/// Watches a cluster in the terminal.
struct Top: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch a cluster in the terminal: roles with shares and quotas, runs and events per second.",
        usage: "quartermaster top [<options>]",
        discussion: """
            The first bar of a role is its dominant share of the cluster, not divided by its weight. The second bar is \
            the consumed part of its limit, with a | at the guarantee. For a role without limit it is the consumed \
            part of the guarantee. Press q or ^C to end.
            """)

    @OptionGroup var worker: WorkerOptions
    @OptionGroup var cluster: ClusterOption

    @Option(help: .init("The time between two updates.", valueName: "seconds"))
    var interval = Seconds(1)

    func validate() throws { try interval.check(0.1...3_600, "--interval") }

    func run() throws {
        StopSignal.listen()
        do {
            var questions = try Questions(to: try worker.endpoints(), cluster: cluster.name)
            // Before the screen is taken, so that an error stays visible.
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
    /// Queries the state of the roles and the latest runs.
    ///
    /// - Parameter run: The number of the last run that is already known.
    fileprivate mutating func look(since run: UInt64) throws -> ClusterLook {
        let seen = try state(.roles)
        let hasNews = run == 0 || seen.cluster.runs > run
        let runs = try hasNews ? history(from: run + 1, newest: 1_000, framework: "", role: "").runs : []
        return ClusterLook(
            cluster: seen.cluster, roles: seen.roles, name: cluster,
            slowestNanoseconds: runs.map(\.run.durationNs).max() ?? 0)
    }
}
