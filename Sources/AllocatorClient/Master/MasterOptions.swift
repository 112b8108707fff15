/// The bounds and the patience of a ``MasterClient``. The defaults suit a master of any size.
public struct MasterOptions: Hashable, Sendable {
    /// One of the sequences of a client.
    public enum Sequence: Hashable, Sendable, CaseIterable {
        case offers
        case inverseOffers
        case replies
    }

    /// Events that may be unacknowledged before ``MasterClient/send(_:)`` waits; 1 or more.
    public var windowEvents = 10_000

    /// Bytes of them; 1 or more. A single batch may have more.
    public var windowBytes = 64 << 20

    /// Bytes of one event: what the worker's `--max-frame-bytes` says; 1 or more. A larger event is not sent, and ``MasterClient``
    /// says so: the worker would refuse it, or close the connection each time that it comes.
    public var frameBytes = 16 << 20

    /// Elements of each sequence that wait to be iterated over; 1 or more. With more waiting, the client reads no further
    /// offers, and takes no further events whose refusals nobody reads.
    public var bufferedUpdates = 1_000

    /// Publications that ZeroMQ receives ahead, for each of the client's two subscribers; 1 or more.
    public var receiveQueue = 10_000

    /// Without an acknowledgement for so long, unacknowledged events are sent again; the pause doubles each time.
    public var resendPause = Duration.seconds(2)

    /// How often a quiet stream of publications is checked for what was lost at its end.
    public var checkPause = Duration.seconds(5)

    /// A question that is not answered for so long is asked again.
    public var answerPause = Duration.seconds(2)

    /// To a worker that publishes nothing for so long, no heartbeat either, new connections are made; the pause doubles each
    /// time, up to a minute. See ``MasterClient/connectionUpdates``.
    public var reconnectPause = Duration.seconds(6)

    /// A worker that publishes nothing for so long, no heartbeat either, is given up. Nil: it is waited for, for ever.
    public var silenceLimit: Duration?

    /// Sequences that nobody will iterate over: their elements are dropped, and fill no buffer.
    public var ignored: Set<Sequence> = []

    public init() {}

    func check() throws(ClientFailure) {
        let counts = [windowEvents, windowBytes, frameBytes, bufferedUpdates, receiveQueue]
        guard counts.allSatisfy({ $0 >= 1 && $0 <= Int(Int32.max) }) else {
            throw .invalidArgument("the bounds of MasterOptions are 1 or more, and at most \(Int32.max)")
        }
        let pauses = [resendPause, checkPause, answerPause, reconnectPause] + [silenceLimit].compactMap(\.self)
        guard pauses.allSatisfy({ $0 > .zero }) else {
            throw .invalidArgument("the pauses of MasterOptions are longer than nothing")
        }
    }
}

/// What a ``MasterClient`` has done so far.
public struct MasterStatistics: Hashable, Sendable {
    /// Events and batches that were sent, each counted once.
    public internal(set) var eventsSent: UInt64 = 0
    public internal(set) var batchesSent: UInt64 = 0

    /// Batches that were sent again.
    public internal(set) var batchesResent: UInt64 = 0

    /// Replies that were handed to ``MasterClient/replies``.
    public internal(set) var callsRefused: UInt64 = 0

    /// Publications that came by a replay and not by themselves.
    public internal(set) var publicationsRepaired: UInt64 = 0

    /// Publications that were lost for good; of offers, ``OfferUpdate/resynchronized(_:)`` took the place.
    public internal(set) var publicationsLost: UInt64 = 0

    /// Messages that were no publications.
    public internal(set) var publicationsUnreadable: UInt64 = 0

    /// How often the worker was seen to have been restarted.
    public internal(set) var workerRestarts: UInt64 = 0

    /// How often new connections were made because the worker was silent.
    public internal(set) var reconnections: UInt64 = 0
}
