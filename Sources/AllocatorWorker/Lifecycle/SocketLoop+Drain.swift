import Logging
import ZeroMQ

extension SocketLoop {
    /// For how long what senders have under way is still waited for. With `closingTime` and the sockets' linger this is
    /// less than the 5 seconds in which a stopped worker must be gone.
    private static let drainTime: Int64 = 2_000_000_000
    /// How long what libzmq has received may take to be applied after the door was closed.
    private static let closingTime: Int64 = 1_500_000_000
    /// Without an event for so long, no more are under way: milliseconds while senders are connected, and afterwards.
    private static let quiet: Int64 = 200
    private static let quietBehindTheDoor: Int64 = 20

    /// Applies what was received before the end, in three steps: what still comes until it is quiet, at most for a time that
    /// senders cannot prolong; then no connection any more; then what libzmq had received by then.
    ///
    /// The order matters: libzmq closes the connections of an endpoint that is unbound and keeps what it has received from
    /// them, but what the system has received and libzmq has not is lost.
    mutating func drain() throws {
        logger.info("draining: what was received is applied and published")
        publisher.hurry()
        let begin = MonotonicTime.now()
        let first = try drain(untilQuietFor: Self.quiet, deadline: begin + Self.drainTime)
        closeTheDoor()
        let second = try drain(
            untilQuietFor: Self.quietBehindTheDoor, deadline: MonotonicTime.now() + Self.closingTime)
        try closeJournals()
        resets.report(to: logger)
        logger.info("drained", metadata: ["frames": "\(first + second)", "events_in_all": "\(counts.acceptedEvents)"])
    }

    private mutating func drain(untilQuietFor milliseconds: Int64, deadline: Int64) throws -> Int {
        var frames = 0
        var lastFrame = MonotonicTime.now()
        while true {
            let taken = try turn(waitingAtMost: .milliseconds(milliseconds))
            frames += taken
            let now = MonotonicTime.now()
            if taken > 0 { lastFrame = now }
            if now >= deadline || now - lastFrame >= milliseconds * 1_000_000 { return frames }
        }
    }

    /// A connected socket stays so: disconnecting would drop what was received.
    private func closeTheDoor() {
        guard configuration.events.direction == .bind else { return }
        do {
            try intake.socket.unbind(endpoints.events)
        } catch {
            logger.debug("the events socket stays bound: \(error)")
        }
    }
}
