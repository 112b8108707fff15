/// The limits and timeouts of a ``MasterClient``. The defaults suit a master of any size.
public struct MasterOptions: Hashable, Sendable {
    /// A sequence of updates of a client.
    public enum Sequence: Hashable, Sendable, CaseIterable {
        case offers
        case inverseOffers
        case replies
    }

    /// The limit on unacknowledged events, at least 1. At the limit, ``MasterClient/send(_:)`` waits.
    public var windowEvents = 10_000

    /// The limit on the bytes of unacknowledged events, at least 1. A single batch may exceed it.
    public var windowBytes = 64 << 20

    /// The maximum size of an event in bytes, at least 1. It should not exceed the worker's `--max-frame-bytes`.
    /// ``MasterClient`` does not send larger events, because the worker would refuse them or close the connection each
    /// time.
    public var frameBytes = 16 << 20

    /// The limit on buffered elements of each sequence, at least 1. At the limit, the client stops receiving offers, or
    /// stops sending events whose refusals would need room.
    public var bufferedUpdates = 1_000

    /// The number of publications that ZeroMQ queues for each of the client's two subscribers, at least 1.
    public var receiveQueue = 10_000

    /// The time without an acknowledgement after which unacknowledged events are resent. It doubles with each attempt.
    public var resendPause = Duration.seconds(2)

    /// The interval at which an idle stream of publications is checked for a loss at its end.
    public var checkPause = Duration.seconds(5)

    /// The time after which an unanswered question is asked again.
    public var answerPause = Duration.seconds(2)

    /// The time without a publication or heartbeat after which the client reconnects. It doubles with each attempt, up
    /// to a minute. See ``MasterClient/connectionUpdates``.
    public var reconnectPause = Duration.seconds(6)

    /// The time without a publication or heartbeat after which the client fails, or `nil` for no limit.
    public var silenceLimit: Duration?

    /// The sequences that are not iterated over. Their elements are dropped instead of buffered.
    public var ignored: Set<Sequence> = []

    public init() {}

    func check() throws(ClientFailure) {
        let counts = [windowEvents, windowBytes, frameBytes, bufferedUpdates, receiveQueue]
        guard counts.allSatisfy({ $0 >= 1 && $0 <= Int(Int32.max) }) else {
            throw .invalidArgument("the limits in MasterOptions must be 1 to \(Int32.max)")
        }
        let pauses = [resendPause, checkPause, answerPause, reconnectPause] + [silenceLimit].compactMap(\.self)
        guard pauses.allSatisfy({ $0 > .zero }) else {
            throw .invalidArgument("the pauses in MasterOptions must be longer than zero")
        }
    }
}

/// The counters of a ``MasterClient``.
public struct MasterStatistics: Hashable, Sendable {
    /// Events and batches that were sent, each counted once.
    public internal(set) var eventsSent: UInt64 = 0
    public internal(set) var batchesSent: UInt64 = 0

    /// Batches that were resent.
    public internal(set) var batchesResent: UInt64 = 0

    /// Replies that were delivered to ``MasterClient/replies``.
    public internal(set) var callsRefused: UInt64 = 0

    /// Publications that were lost and then replayed.
    public internal(set) var publicationsRepaired: UInt64 = 0

    /// Publications that were lost past the replay window. For offers, ``OfferUpdate/resynchronized(_:)`` replaces
    /// them.
    public internal(set) var publicationsLost: UInt64 = 0

    /// Messages that were malformed.
    public internal(set) var publicationsUnreadable: UInt64 = 0

    /// Restarts of the worker that the client noticed.
    public internal(set) var workerRestarts: UInt64 = 0

    /// Reconnections because the worker was silent.
    public internal(set) var reconnections: UInt64 = 0
}
