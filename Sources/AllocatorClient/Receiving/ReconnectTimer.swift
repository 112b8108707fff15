/// Decides when to reconnect to a silent worker. A pure value.
///
/// A worker publishes a heartbeat every second. If nothing arrives, its machine or the network may have failed without
/// closing the connection. Before the first publication there is no connection to replace: ZeroMQ keeps trying to
/// connect.
///
/// The pause doubles with each attempt that brings nothing, up to a limit: over a slow link, one large publication may
/// take longer than the first pause.
struct ReconnectTimer: Sendable {
    static let longestPause = Duration.seconds(60)

    private let pause: Duration
    /// The time of the last publication, or `nil` before the first one.
    private var lastHeard: ContinuousClock.Instant?
    /// The pause before the next reconnection.
    private var nextPause: Duration
    /// The time of the last reconnection since the last publication, or `nil` if there was none.
    private var lastRenewal: ContinuousClock.Instant?

    /// - Parameter pause: The silence before the first reconnection.
    init(pause: Duration) {
        self.pause = pause
        nextPause = pause
    }

    /// Records a publication.
    ///
    /// - Returns: Whether it ends a silence that had led to a reconnection.
    mutating func hear(at now: ContinuousClock.Instant) -> Bool {
        lastHeard = now
        nextPause = pause
        defer { lastRenewal = nil }
        return lastRenewal != nil
    }

    /// Restarts the pause while the client does not receive, because silence has no meaning then.
    mutating func excuse(at now: ContinuousClock.Instant) {
        if lastHeard != nil { lastHeard = now }
        if lastRenewal != nil { lastRenewal = now }
    }

    /// Records a reconnection if one is due.
    ///
    /// - Returns: The length of the silence, or `nil` if no reconnection is due.
    mutating func renewal(at now: ContinuousClock.Instant) -> Duration? {
        guard let lastHeard, now - (lastRenewal ?? lastHeard) >= nextPause else { return nil }
        lastRenewal = now
        nextPause = max(pause, min(nextPause * 2, Self.longestPause))
        return now - lastHeard
    }
}
