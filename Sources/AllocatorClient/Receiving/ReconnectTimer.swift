/// Decides from when a worker was heard of when the connections to it are made anew. A pure value.
///
/// A worker publishes a heartbeat every second. Where none comes, nor anything else, its machine or the way to it may have
/// vanished without a word to this end of the connection. A worker that was never heard of has no connection to lose:
/// ZeroMQ tries to make it.
///
/// A new connection that brings nothing is given twice as long as the one before, up to a bound: on a slow link, one large
/// publication may take longer than the first pause.
struct ReconnectTimer: Sendable {
    static let longestPause = Duration.seconds(60)

    private let pause: Duration
    /// Nil: never heard.
    private var lastHeard: ContinuousClock.Instant?
    /// What the next new connection waits for.
    private var nextPause: Duration
    /// Of the last new connection since the worker was heard.
    private var lastRenewal: ContinuousClock.Instant?

    /// - Parameter pause: The silence before the first new connection.
    init(pause: Duration) {
        self.pause = pause
        nextPause = pause
    }

    /// Takes note of a publication.
    ///
    /// - Returns: Whether a silence has ended for which a new connection was made.
    mutating func hear(at now: ContinuousClock.Instant) -> Bool {
        lastHeard = now
        nextPause = pause
        defer { lastRenewal = nil }
        return lastRenewal != nil
    }

    /// Nothing is read now, so that silence means nothing.
    mutating func excuse(at now: ContinuousClock.Instant) {
        if lastHeard != nil { lastHeard = now }
        if lastRenewal != nil { lastRenewal = now }
    }

    /// The length of the silence where a new connection is due, which counts as made; else nil.
    mutating func renewal(at now: ContinuousClock.Instant) -> Duration? {
        guard let lastHeard, now - (lastRenewal ?? lastHeard) >= nextPause else { return nil }
        lastRenewal = now
        nextPause = max(pause, min(nextPause * 2, Self.longestPause))
        return now - lastHeard
    }
}
