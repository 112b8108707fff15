package import AllocatorWire
import Synchronization

/// The state of the open pages, and the events that update them.
package final class LivePage: Sendable {
    private struct State: Sendable {
        /// The cached picture, or `nil` without viewers, when it is not updated.
        var picture: Picture?
        var history = SampleHistory()
        /// The reason why there is no newer picture, or `nil`.
        var trouble: String?
        /// The number of the last shown run.
        var shownRun: UInt64?
    }

    package let viewers: Viewers
    private let cluster: String
    private let watch: WorkerWatch
    private let state = Mutex(State())

    package init(cluster: String, watch: WorkerWatch, viewers: Viewers = Viewers()) {
        self.cluster = cluster
        self.watch = watch
        self.viewers = viewers
    }

    // MARK: - Broadcasts The cached picture is updated before the broadcast, so that a viewer entering in between never
    // misses a change. It may receive one twice, which is harmless.

    package func show(_ picture: Picture) {
        let (change, hadTrouble) = state.withLock { state -> (PictureChange?, Bool) in
            defer {
                state.picture = picture
                state.trouble = nil
            }
            let change = state.picture.map { PictureChange(from: $0, to: picture) } ?? PictureChange(whole: picture)
            return (change, state.trouble != nil)
        }
        if hadTrouble { viewers.send(ServerSentEvent("trouble", json: Trouble(words: nil))) }
        if let change { viewers.send(ServerSentEvent("picture", json: change)) }
    }

    /// The reason why there is no newer picture, or `nil`.
    package func show(trouble: String) {
        let isNew = state.withLock { state in
            defer { state.trouble = trouble }
            return state.trouble != trouble
        }
        if isNew { viewers.send(ServerSentEvent("trouble", json: Trouble(words: trouble))) }
    }

    package func show(_ sample: SampleHistory.Sample) {
        state.withLock { $0.history.append(sample) }
        viewers.send(ServerSentEvent("sample", json: sample))
    }

    package func show(_ run: WireRun) {
        state.withLock { $0.shownRun = run.number }
        viewers.send(ServerSentEvent("run", json: RunWords(run)))
    }

    /// Broadcasts the worker's status, and the last run if rate limiting skipped it.
    package func pulse(at now: ContinuousClock.Instant) {
        viewers.send(pulseEvent(at: now))
        if let run = watch.run, run.number != state.withLock({ $0.shownRun }) { show(run) }
    }

    /// Drops the cached picture once the last viewer leaves: it would soon be stale.
    package func forgetPicture() {
        state.withLock { $0.picture = nil }
    }

    // MARK: - Initial events

    package func greeting(at now: ContinuousClock.Instant) -> [ServerSentEvent] {
        let (picture, samples, trouble) = state.withLock { ($0.picture, Array($0.history.newest), $0.trouble) }
        var events = [
            ServerSentEvent("hello", json: Hello(cluster: cluster, samples: samples)), pulseEvent(at: now),
        ]
        if let run = watch.run { events.append(ServerSentEvent("run", json: RunWords(run))) }
        if let picture { events.append(ServerSentEvent("picture", json: PictureChange(whole: picture))) }
        if let trouble { events.append(ServerSentEvent("trouble", json: Trouble(words: trouble))) }
        return events
    }

    private func pulseEvent(at now: ContinuousClock.Instant) -> ServerSentEvent {
        let heartbeat = watch.heartbeat
        return ServerSentEvent(
            "pulse",
            json: Pulse(
                isAlive: watch.isWorkerAlive(at: now), ageSeconds: watch.heartbeatAge(at: now).map { $0 / .seconds(1) },
                worker: heartbeat?.worker,
                uptimeSeconds: heartbeat.map { Double($0.uptimeNs) / 1e9 }, events: heartbeat?.events,
                clusters: heartbeat?.clusters))
    }

    private struct Hello: Encodable {
        let cluster: String
        let samples: [SampleHistory.Sample]
    }

    private struct Trouble: Encodable {
        /// The description, or `nil` if the trouble has ended.
        let words: String?
    }

    private struct Pulse: Encodable {
        let isAlive: Bool
        /// The time since the last heartbeat.
        let ageSeconds: Double?
        let worker: String?
        let uptimeSeconds: Double?
        let events: UInt64?
        let clusters: UInt32?
    }

    private struct RunWords: Encodable {
        let number: UInt64
        let agents: UInt32
        let offers: UInt32
        let frameworks: UInt32
        let milliseconds: Double

        init(_ run: WireRun) {
            number = run.number
            agents = run.agents
            offers = run.offers
            frameworks = run.frameworks
            milliseconds = Double(run.durationNs) / 1e6
        }
    }
}
