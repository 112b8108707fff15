/// The bounds and the patience of an ``ObserverClient``.
public struct ObserverOptions: Hashable, Sendable {
    /// Publications that wait to be iterated over; 1 or more. With more waiting, the client reads no further ones.
    public var bufferedPublications = 1_000

    /// Publications that ZeroMQ receives ahead; 1 or more.
    public var receiveQueue = 100_000

    /// Where losses are repaired: how often a quiet stream of publications is checked for what was lost at its end.
    public var checkPause = Duration.seconds(5)

    /// A question that is not answered for so long is asked again.
    public var answerPause = Duration.seconds(2)

    /// To a worker that publishes nothing for so long, no heartbeat either, new connections are made; the pause doubles each
    /// time, up to a minute. See ``ObserverClient/connectionUpdates``.
    public var reconnectPause = Duration.seconds(6)

    public init() {}

    func check() throws(ClientFailure) {
        guard [bufferedPublications, receiveQueue].allSatisfy({ $0 >= 1 && $0 <= Int(Int32.max) }) else {
            throw .invalidArgument("the bounds of ObserverOptions are 1 or more, and at most \(Int32.max)")
        }
        guard answerPause > .zero, checkPause > .zero, reconnectPause > .zero else {
            throw .invalidArgument("the pauses of ObserverOptions are longer than nothing")
        }
    }
}

/// What an ``ObserverClient`` has noticed so far.
public struct ObserverStatistics: Hashable, Sendable {
    /// Publications that are missing in what was iterated over: their numbers were left out. Streams are watched that are
    /// subscribed to as a whole, 1,000 at most.
    public internal(set) var publicationsLost: UInt64 = 0

    /// Publications that came by a replay and not by themselves.
    public internal(set) var publicationsRepaired: UInt64 = 0

    /// Messages that were no publications.
    public internal(set) var publicationsUnreadable: UInt64 = 0

    /// How often new connections were made because the worker was silent.
    public internal(set) var reconnections: UInt64 = 0
}
