package import AllocatorCore
package import AllocatorWire

/// The latest allocation runs of a cluster since the worker was started.
///
/// Runs are stored as they are, and summarized only for a query.
package struct RunHistory: Sendable {
    /// The maximum number of stored runs.
    static let maximumRuns = 1_000
    /// The maximum number of bundles (framework, role, agent) that they offered in all. The newest run is always
    /// stored.
    static let maximumBundles = 50_000
    /// The maximum number of runs in one answer.
    static let runsPerAnswer = 100
    /// The maximum number of frameworks, bundles and quantities that one answer visits. The first run is always
    /// included.
    static let stepsPerAnswer = 50_000

    private struct Entry: Sendable {
        let run: AllocationRun
        let durationNanoseconds: Int64
        let bundles: Int

        /// The steps that the run counts against the bound of an answer.
        var steps: Int {
            bundles + run.offers.count + run.requiredHeadroom.count + run.availableHeadroom.count + run.heldBack.count
        }
    }

    /// The runs, oldest first and with consecutive numbers.
    private var entries: [Entry] = []
    /// The number of evicted entries at the front. They are removed in bulk.
    private var dropped = 0
    private var bundles = 0

    package init() {}

    package mutating func record(_ run: AllocationRun, durationNanoseconds: Int64) {
        // A reset restarts the numbers.
        if let newest = entries.last, run.number != newest.run.number + 1 {
            entries.removeAll()
            (dropped, bundles) = (0, 0)
        }
        let size = run.offers.reduce(0) { $0 + $1.roles.reduce(0) { $0 + $1.agents.count } }
        entries.append(Entry(run: run, durationNanoseconds: durationNanoseconds, bundles: size))
        bundles += size
        while entries.count - dropped > 1, entries.count - dropped > Self.maximumRuns || bundles > Self.maximumBundles {
            bundles -= entries[dropped].bundles
            dropped += 1
        }
        if dropped >= Self.maximumRuns || bundles > 0 && dropped > entries.count / 2 {
            entries.removeSubrange(..<dropped)
            dropped = 0
        }
    }

    package func excerpt(_ query: WireHistoryQuery, room: PastRunRoom) -> WireHistory {
        var history = WireHistory()
        let runs = entries[dropped...]
        history.oldest = runs.first?.run.number ?? 0
        history.newest = runs.last?.run.number ?? 0
        let framework = query.frameworkID.isEmpty ? nil : Name(query.frameworkID)
        let role = query.role.isEmpty ? nil : Name(query.role)
        var room = room
        var steps = 0
        // The numbers have no gap.
        let skipped = query.fromRun > history.oldest ? Int(clamping: query.fromRun - history.oldest) : 0
        for past in runs.dropFirst(skipped).prefix(Self.runsPerAnswer) {
            steps += past.steps
            if steps > Self.stepsPerAnswer, !history.runs.isEmpty { break }
            let told = WirePastRun(
                past.run, durationNanoseconds: past.durationNanoseconds, framework: framework, role: role, room: &room)
            if told.givenLeftOut > 0, !history.runs.isEmpty { break }
            history.runs.append(told)
        }
        return history
    }
}
