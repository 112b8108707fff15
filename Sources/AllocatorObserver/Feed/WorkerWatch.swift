package import AllocatorWire
import Synchronization

/// The worker's newest heartbeat and metrics. One task updates them, and any task may read them.
package final class WorkerWatch: Sendable {
    /// The maximum age of the last heartbeat. Heartbeats arrive every second, so after three seconds the worker or the
    /// network may be down.
    package static let maximumHeartbeatAge = Duration.seconds(3)
    /// The maximum age of shown metrics. Metrics arrive every second, so older ones are stale.
    package static let maximumMetricsAge = Duration.seconds(5)

    private struct Dated<Value: Sendable>: Sendable {
        let value: Value
        let at: ContinuousClock.Instant
    }

    private struct State: Sendable {
        var heartbeat: Dated<WireHeartbeat>?
        var metrics: Dated<WireMetrics>?
        var run: Dated<WireRun>?
        var unreadable: UInt64 = 0
        var lost: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    package func note(_ body: WirePublication.OneOf_Body?, at now: ContinuousClock.Instant) {
        state.withLock { state in
            switch body {
            case .heartbeat(let heartbeat): state.heartbeat = Dated(value: heartbeat, at: now)
            case .metrics(let metrics): state.metrics = Dated(value: metrics, at: now)
            case .run(let run): state.run = Dated(value: run, at: now)
            default: break
            }
        }
    }

    /// Records the feed's losses so far.
    package func note(lost: UInt64, unreadable: UInt64) {
        state.withLock { state in
            state.lost = lost
            state.unreadable = unreadable
        }
    }

    package var heartbeat: WireHeartbeat? { state.withLock { $0.heartbeat?.value } }

    package var run: WireRun? { state.withLock { $0.run?.value } }

    /// The numbers of lost publications and of unreadable messages.
    package var missed: (lost: UInt64, unreadable: UInt64) { state.withLock { ($0.lost, $0.unreadable) } }

    /// The age of the last heartbeat, or `nil` before the first one.
    package func heartbeatAge(at now: ContinuousClock.Instant) -> Duration? {
        state.withLock { $0.heartbeat.map { now - $0.at } }
    }

    /// Whether the last heartbeat is at most `maximumHeartbeatAge` old.
    package func isWorkerAlive(at now: ContinuousClock.Instant) -> Bool {
        heartbeatAge(at: now).map { $0 <= Self.maximumHeartbeatAge } ?? false
    }

    /// The newest metrics, or `nil` if they are stale or none were received.
    package func metrics(at now: ContinuousClock.Instant) -> WireMetrics? {
        state.withLock { state in
            state.metrics.flatMap { now - $0.at <= Self.maximumMetricsAge ? $0.value : nil }
        }
    }
}
