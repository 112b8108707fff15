package import AllocatorWire
import Synchronization

/// The worker's newest publications. One task updates them, any task may read them.
package final class WorkerWatch: Sendable {
    /// A heartbeat comes every second; a worker that has missed so many may be gone, or the way to it is.
    package static let maximumHeartbeatAge = Duration.seconds(3)
    /// Metrics come every second. Older ones are not shown as if they were of now.
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

    /// Publications that were missing, and messages that were none.
    package var missed: (lost: UInt64, unreadable: UInt64) { state.withLock { ($0.lost, $0.unreadable) } }

    /// Nil before the first heartbeat.
    package func heartbeatAge(at now: ContinuousClock.Instant) -> Duration? {
        state.withLock { $0.heartbeat.map { now - $0.at } }
    }

    /// Whether the worker has given a sign of life of late.
    package func isWorkerAlive(at now: ContinuousClock.Instant) -> Bool {
        heartbeatAge(at: now).map { $0 <= Self.maximumHeartbeatAge } ?? false
    }

    /// The newest metrics; nil if they are too old to be shown, or none were received.
    package func metrics(at now: ContinuousClock.Instant) -> WireMetrics? {
        state.withLock { state in
            state.metrics.flatMap { now - $0.at <= Self.maximumMetricsAge ? $0.value : nil }
        }
    }
}
