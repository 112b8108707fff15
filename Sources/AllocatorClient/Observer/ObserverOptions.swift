/// The limits and timeouts of an ``ObserverClient``.
public struct ObserverOptions: Hashable, Sendable {
    /// The limit on buffered publications, at least 1. At the limit, the client stops receiving.
    public var bufferedPublications = 1_000

    /// The number of publications that ZeroMQ queues, at least 1.
    public var receiveQueue = 100_000

    /// The interval at which an idle stream of publications is checked for a loss at its end, if losses are repaired.
    public var checkPause = Duration.seconds(5)

    /// The time after which an unanswered question is asked again.
    public var answerPause = Duration.seconds(2)

    /// The time without a publication or heartbeat after which the client reconnects. It doubles with each attempt, up
    /// to a minute. See ``ObserverClient/connectionUpdates``.
    public var reconnectPause = Duration.seconds(6)

    public init() {}

    func check() throws(ClientFailure) {
        guard [bufferedPublications, receiveQueue].allSatisfy({ $0 >= 1 && $0 <= Int(Int32.max) }) else {
            throw .invalidArgument("the limits in ObserverOptions must be 1 to \(Int32.max)")
        }
        guard answerPause > .zero, checkPause > .zero, reconnectPause > .zero else {
            throw .invalidArgument("the pauses in ObserverOptions must be longer than zero")
        }
    }
}

/// The counters of an ``ObserverClient``.
public struct ObserverStatistics: Hashable, Sendable {
    /// Publications that were lost and not replayed, as gaps in the numbers show. Only streams that are subscribed to
    /// as a whole are checked, at most 1,000.
    public internal(set) var publicationsLost: UInt64 = 0

    /// Publications that were lost and then replayed.
    public internal(set) var publicationsRepaired: UInt64 = 0

    /// Messages that were malformed.
    public internal(set) var publicationsUnreadable: UInt64 = 0

    /// Reconnections because the worker was silent.
    public internal(set) var reconnections: UInt64 = 0
}
