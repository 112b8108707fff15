/// A change of a client's connections to its worker.
public enum ConnectionUpdate: Hashable, Sendable {
    /// The worker has published nothing for this long, and the client has reconnected. Once the worker publishes again,
    /// the client repairs what was lost. The update is repeated for each further attempt.
    case silent(for: Duration)

    /// The worker has published again after ``silent(for:)``.
    case resumed

    /// The limit on buffered updates. Beyond it, the oldest are dropped.
    static let bufferedUpdates = 100
}
