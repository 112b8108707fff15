public import AllocatorWire
import Platform
import ZeroMQ

/// A master's connection to its worker, on which nothing is lost unnoticed.
///
/// What is sent is numbered, kept until the worker has acknowledged it, and sent again where it was lost on the way or where
/// the worker was restarted; the worker applies each event once and in order. What the worker publishes for the master comes
/// in order, each once; what was lost on the way is asked for again, and what is past asking is replaced by the worker's own
/// view.
///
/// A client is one incarnation of its master. The worker takes events from the incarnation with the highest epoch only, so
/// that a master that was thought dead cannot disturb its successor: its client ends with ``ClientFailure/fenced(_:)``.
///
/// All methods may be called from any task. Batches that one task sends are applied in the order in which it sent them.
/// Release the client, or ``close()`` it, to end it.
public final class MasterClient: Sendable {
    private let link: MasterLink
    private let frameBytes: Int

    /// Begins to connect; the worker may come later, and what is sent until then waits.
    ///
    /// - Parameters:
    ///   - endpoints: Where the worker is reached.
    ///   - cluster: 1 to 255 of `A–Z a–z 0–9 . _ -`. Each cluster is an allocator of its own.
    ///   - master: The name that all incarnations of the master share; likewise.
    ///   - epoch: This incarnation: 1 or more, and higher than those before it. By default the system's clock in
    ///     nanoseconds.
    ///   - options: Bounds and patience.
    /// - Throws: ``ClientFailure/invalidArgument(_:)``, or ``ClientFailure/transport(_:)`` where the system gives no thread.
    public init(
        to endpoints: WorkerEndpoints, cluster: String = "default", master: String,
        epoch: UInt64 = MasterClient.epochFromClock(), options: MasterOptions = MasterOptions()
    ) throws(ClientFailure) {
        try options.check()
        let identity = try MasterIdentity(cluster: cluster, master: master, epoch: epoch)
        let link: MasterLink
        do {
            link = try MasterLink(identity, options)
        } catch {
            throw ClientFailure(error)
        }
        self.link = link
        frameBytes = options.frameBytes
        try link.startThread { () throws(ZeroMQError) in try MasterLoop(link, endpoints, options) }
    }

    deinit { link.end(.closed) }

    // MARK: - Sending

    /// Sends calls as one batch: the worker applies them in order with nothing between them, and runs the allocation that
    /// they cause once, after the last.
    ///
    /// Returns when the batch is in the window of unacknowledged events, which is where it waits for a worker that is slow,
    /// not there yet or being restarted. It waits while the window is full, or while nobody reads ``replies``. What the worker
    /// refuses comes as a reply in ``replies``.
    ///
    /// - Parameter calls: 10,000 at most. None: nothing is sent.
    /// - Throws: ``ClientFailure/unusableMessage(_:)`` where an event has more bytes than ``MasterOptions/frameBytes``, or
    ///   ``ClientFailure/cancelled`` where the task was cancelled while it waited: nothing was sent. Otherwise what ended the
    ///   client.
    public nonisolated(nonsending) func send(_ calls: [WireEvent.OneOf_Call]) async throws(ClientFailure) {
        guard !calls.isEmpty else { return }
        let submission = try Submission(calls, frameBytes: frameBytes)
        try link.submit(submission)
        try await submission.admission.value()
    }

    /// Makes one call and waits for the worker's reply, also where that is an error: ``AllocatorWire/WireReply/get()``
    /// throws it.
    ///
    /// - Throws: ``ClientFailure/unusableMessage(_:)`` where the event has more bytes than ``MasterOptions/frameBytes``: nothing
    ///   was sent. ``ClientFailure/replyLost(call:)`` where the call was applied and its reply cannot be had any more;
    ///   ``ClientFailure/cancelled`` where the task was cancelled: the call may still be applied. Otherwise what ended the
    ///   client.
    public nonisolated(nonsending) func call(
        _ call: WireEvent.OneOf_Call
    ) async throws(ClientFailure) -> WireReply {
        let submission = try Submission([call], frameBytes: frameBytes, awaitingReply: true)
        guard let reply = submission.reply else { preconditionFailure("a reply is awaited") }
        try link.submit(submission)
        return try await reply.value()
    }

    /// Waits until the worker has acknowledged everything that was sent before: it is applied, and durable where the worker
    /// keeps a journal.
    public nonisolated(nonsending) func flush() async throws(ClientFailure) {
        try await link.flush().value()
    }

    // MARK: - Receiving

    /// What is offered to the master's frameworks, and what is taken back.
    public var offers: Updates<OfferUpdate> { Updates(buffer: link.offers) }

    /// Which agents the master's frameworks are asked to leave.
    public var inverseOffers: Updates<InverseOfferUpdate> { Updates(buffer: link.inverseOffers) }

    /// Replies that no ``call(_:)`` awaits: each is the refusal of an event that was sent, by its `sequence` (see
    /// ``lastSequence``).
    public var replies: Updates<WireReply> { Updates(buffer: link.replies) }

    /// When the worker falls silent, and when it is heard of again. It may be left unread: of what waits, the oldest is
    /// dropped.
    public var connectionUpdates: Updates<ConnectionUpdate> { Updates(buffer: link.connectionUpdates) }

    // MARK: - Asking

    /// Asks the worker on its control socket, and waits for the answer, also where that is an error.
    public nonisolated(nonsending) func ask(
        _ question: WireQuery.OneOf_Question
    ) async throws(ClientFailure) -> WireAnswer {
        try await link.ask(question).value()
    }

    /// The number of the event that was sent last; 0 where none was.
    public var lastSequence: UInt64 { link.lastNumber }

    /// The number up to which the worker has acknowledged events.
    public var acknowledgedSequence: UInt64 { link.acknowledged }

    /// This incarnation.
    public var epoch: UInt64 { link.identity.epoch }

    public var statistics: MasterStatistics { link.statistics }

    // MARK: - Ending

    /// Ends the client: what waits fails with ``ClientFailure/closed``, the sequences end after what they hold, and the
    /// connections are closed. What was not acknowledged may be lost: ``flush()`` first. To call it again does nothing.
    public nonisolated(nonsending) func close() async {
        link.end(.closed)
        // Also where this task was cancelled: then it does not wait.
        try? await link.threadEnd.promise().value()
    }

    /// The system's clock in nanoseconds since 1970: higher for each incarnation, as long as nobody turns the clock back.
    public static func epochFromClock() -> UInt64 { UInt64(POSIXClock.unix()) }
}
