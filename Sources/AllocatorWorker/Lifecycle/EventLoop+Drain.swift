import Logging
import ZeroMQ

extension EventLoop {
    /// The maximum time for events that senders have under way. With `closingTime` and the sockets' linger, it stays
    /// below the 5 seconds in which a stopped worker must end.
    private static let drainTime: Int64 = 2_000_000_000
    /// The maximum time to apply what libzmq has received after the events socket stopped accepting.
    private static let closingTime: Int64 = 1_500_000_000
    /// Nanoseconds without an event after which no more are expected, after the events socket has been unbound.
    private static let quietPeriodAfterUnbind: Int64 = 20_000_000

    /// Applies and publishes what was received before the stop, in three steps: receives until no more events come, for
    /// a time that senders cannot prolong; closes the connections; receives what libzmq still holds.
    ///
    /// The order matters. When an endpoint is unbound, libzmq closes its connections and keeps what it has received
    /// from them, but loses what only the kernel has received.
    func drain() throws {
        logger.info("draining: received events are applied and published")
        pipeline.minimizeWaits()
        let first = try receive(untilQuietFor: configuration.quietPeriod.nanoseconds, atMostFor: Self.drainTime)
        if configuration.events.direction == .bind { pipeline.stopAccepting(at: endpoints.events) }
        let second = try receive(untilQuietFor: Self.quietPeriodAfterUnbind, atMostFor: Self.closingTime)
        let events = try pipeline.close()
        logger.info("drained", metadata: ["frames": "\(first + second)", "events_in_all": "\(events)"])
    }

    /// Performs turns until no events have come for a while.
    ///
    /// - Returns: The number of received frames.
    private func receive(untilQuietFor period: Int64, atMostFor limit: Int64) throws -> Int {
        var frames = 0
        var lastFrame = MonotonicTime.now()
        let deadline = lastFrame + limit
        while true {
            let received = try turn(waitingAtMost: .nanoseconds(period))
            frames += received
            let now = MonotonicTime.now()
            if received > 0 { lastFrame = now }
            if now >= deadline || now - lastFrame >= period { return frames }
        }
    }
}
