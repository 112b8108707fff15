import AllocatorWire
import BenchmarkedWorker

/// Mesos's grid end to end: a master sends the calls over the sockets and receives every run.
///
/// The times include the master's work, which reads and answers every offer.
struct GridCase {
    let agents: [Int]
    let frameworks: [Int]

    /// The maximum number of declines. Rounds that would exceed it are skipped.
    private static let mostDeclines = 2_000_000
    /// The number of measured idle runs.
    private static let idleRuns = 5

    func measure() throws -> Section {
        var rows: [Row] = []
        for agents in agents {
            for frameworks in frameworks {
                rows += try declineOffers(agents, frameworks)
                rows += try addAndUpdateSlave(agents, frameworks)
            }
        }
        return Section(title: "Mesos's grid, over the sockets", rows: rows)
    }

    // MARK: - DeclineOffers

    private func declineOffers(_ agents: Int, _ frameworks: Int) throws -> [Row] {
        let label = "Decline \(agents)x\(frameworks)"
        let worker = try WorkerProcess(["--ephemeral"])
        var master = try GridMaster(to: worker.endpoints)
        try master.setUp(
            frameworks: frameworks,
            agents: (0..<agents).map { GridMaster.usedAgent($0, frameworks: frameworks) })
        var rows: [Row] = []
        let (first, offers) = try master.run()
        rows.append(Row("\(label) first run", .init("ms", first * 1_000), .init("offers", Double(offers.count))))
        guard agents * frameworks <= Self.mostDeclines else { return rows }

        var declines = 0
        var pending = offers
        let begin = ContinuousClock.now
        while !pending.isEmpty {
            declines += pending.count
            try master.decline(pending)
            pending = try master.run().offers
        }
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        rows.append(
            Row(
                "\(label) all rounds", .init("ms", seconds * 1_000), .init("offers", Double(declines)),
                .init("events/s", Double(declines) / seconds)))
        let idle = try (0..<Self.idleRuns).map { _ in try master.run().seconds * 1_000 }
        rows.append(Row("\(label) idle run", .init("ms", idle), .init("offers", 0)))
        try worker.stop()
        return rows
    }

    // MARK: - AddAndUpdateSlave

    private func addAndUpdateSlave(_ agents: Int, _ frameworks: Int) throws -> [Row] {
        let label = "AddAndUpdate \(agents)x\(frameworks)"
        let worker = try WorkerProcess(["--ephemeral"])
        var master = try GridMaster(to: worker.endpoints)
        try master.setUp(frameworks: frameworks, agents: [])
        let rows = try [
            (" add", (0..<agents).map { GridMaster.smallAgent($0, frameworks: frameworks) }),
            (" update", (0..<agents).map { GridMaster.enlargedAgent($0) }),
        ].map { part, calls in
            let frames = try GridMaster.batches(of: calls)
            let begin = ContinuousClock.now
            let offers = try master.send(frames, causingRuns: (calls.count - 1) / GridMaster.mostFrames + 1)
            let seconds = (ContinuousClock.now - begin) / .seconds(1)
            return Row(
                label + part, .init("ms", seconds * 1_000), .init("offers", Double(offers.count)),
                .init("events/s", Double(agents) / seconds))
        }
        try worker.stop()
        return rows
    }
}
