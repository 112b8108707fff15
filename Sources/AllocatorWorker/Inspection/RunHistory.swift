package import AllocatorCore
package import AllocatorWire

/// What the last allocation runs of a cluster gave and held back, since the worker was started.
///
/// Runs are kept as they came, and summed up when somebody asks: keeping one costs the runs to come nothing.
package struct RunHistory: Sendable {
    /// Runs that are kept.
    static let maximumRuns = 1_000
    /// Bundles of (framework, role, agent) offered by them in all. The newest run is kept whatever it has.
    static let maximumBundles = 50_000
    /// Runs of one answer.
    static let runsPerAnswer = 100
    /// What they may cost: frameworks, bundles and quantities that are looked at. The first run is told whatever it costs.
    static let stepsPerAnswer = 50_000

    private struct Kept: Sendable {
        let run: AllocationRun
        let durationNanoseconds: Int64
        let bundles: Int

        /// What telling of it costs.
        var steps: Int {
            bundles + run.offers.count + run.requiredHeadroom.count + run.availableHeadroom.count + run.heldBack.count
        }
    }

    /// The oldest first, without a gap in their numbers.
    private var kept: [Kept] = []
    /// How many of the oldest are gone already: they are taken out many at a time.
    private var gone = 0
    private var bundles = 0

    package init() {}

    // MARK: Keeping

    mutating func note(_ effects: ClusterEffects) {
        for case .ran(let run, let timing) in effects {
            note(run, durationNanoseconds: timing.durationNanoseconds)
        }
    }

    package mutating func note(_ run: AllocationRun, durationNanoseconds: Int64) {
        // After a reset the numbers begin anew.
        if let newest = kept.last, run.number != newest.run.number + 1 {
            kept.removeAll()
            (gone, bundles) = (0, 0)
        }
        let size = run.offers.reduce(0) { $0 + $1.roles.reduce(0) { $0 + $1.agents.count } }
        kept.append(Kept(run: run, durationNanoseconds: durationNanoseconds, bundles: size))
        bundles += size
        while kept.count - gone > 1, kept.count - gone > Self.maximumRuns || bundles > Self.maximumBundles {
            bundles -= kept[gone].bundles
            gone += 1
        }
        if gone >= Self.maximumRuns || bundles > 0 && gone > kept.count / 2 {
            kept.removeSubrange(..<gone)
            gone = 0
        }
    }

    // MARK: Telling

    package func excerpt(_ query: WireHistoryQuery, room: PastRunRoom) -> WireHistory {
        var history = WireHistory()
        let runs = kept[gone...]
        history.oldest = runs.first?.run.number ?? 0
        history.newest = runs.last?.run.number ?? 0
        let framework = query.frameworkID.isEmpty ? nil : Name(query.frameworkID)
        let role = query.role.isEmpty ? nil : Name(query.role)
        var room = room
        var steps = 0
        // Their numbers leave no gap.
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
