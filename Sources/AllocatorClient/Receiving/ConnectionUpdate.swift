/// What changes about a client's connections to its worker.
public enum ConnectionUpdate: Hashable, Sendable {
    /// The worker has published nothing for so long, no heartbeat either. The client has closed its connections and makes new
    /// ones; what was lost is repaired when the worker is heard of again. It comes again for each further attempt.
    case silent(for: Duration)

    /// The worker is heard of again after `silent`.
    case resumed

    /// Updates that wait to be iterated over; the oldest are dropped.
    static let bufferedUpdates = 100
}
