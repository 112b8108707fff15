/// A change of a client's connections to its worker.
public enum ConnectionUpdate: Hashable, Sendable {
    /// The worker has published nothing for this long, and the client has reconnected. It repairs what was lost when
    /// the worker publishes again. The update is repeated for each further attempt.
    case silent(for: Duration)

    /// The worker has published again after `silent`.
    case resumed

    /// The maximum number of updates that wait to be iterated over. The oldest are dropped.
    static let bufferedUpdates = 100
}
