public import AllocatorWire
import Platform
import ZeroMQ

/// A master's connection to its worker, which loses nothing unnoticed.
///
/// The client numbers events and keeps them until the worker has acknowledged them. It resends what was lost on the way
/// or in a restart of the worker. The worker applies each event once and in order.
///
/// Publications for the master arrive in order and once each. The client requests lost ones again. If they are past the
/// worker's replay window, the worker's own view replaces them.
///
/// A client is one incarnation of its master. The worker accepts events only from the incarnation with the highest
/// epoch, so that a master that was thought dead cannot disturb its successor. Its client ends with
/// ``ClientFailure/fenced(_:)``.
///
/// All methods may be called from any task. Batches that one task sends are applied in the order in which it sent them.
/// Release the client, or ``close()`` it, to end it.
public final class MasterClient: Sendable {
    private let link: MasterLink
    private let frameBytes: Int

    /// Starts to connect. The worker may start later; events wait until then.
    ///
    /// - Parameters:
    ///   - endpoints: The worker's endpoints.
    ///   - cluster: The cluster's name: 1 to 255 of `A–Z a–z 0–9 . _ -`. Each cluster is an allocator of its own.
    ///   - master: The name that all incarnations of the master share, of the same form.
    ///   - epoch: The number of this incarnation: 1 or more, and higher than those before it. The default is the
    ///     system's clock in nanoseconds.
    ///   - options: Limits and timeouts.
    /// - Throws: ``ClientFailure/invalidArgument(_:)``, or ``ClientFailure/transport(_:)`` if the system cannot create
    ///   a thread.
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

    /// Sends calls as one batch. The worker applies them in order with nothing between them, and then runs the
    /// allocation that they cause once.
    ///
    /// Returns when the batch is in the window of unacknowledged events. It waits there for a worker that is slow, not
    /// started yet or being restarted. The call itself waits while the window is full, or while ``replies`` is full.
    /// The worker's refusals arrive in ``replies``.
    ///
    /// - Parameter calls: At most 10,000 calls. If there are none, nothing is sent.
    /// - Throws: ``ClientFailure/unusableMessage(_:)`` if an event has more bytes than ``MasterOptions/frameBytes``, or
    ///   ``ClientFailure/cancelled`` if the task was cancelled while it waited. In both cases nothing was sent.
    ///   Otherwise what ended the client.
    public nonisolated(nonsending) func send(_ calls: [WireEvent.OneOf_Call]) async throws(ClientFailure) {
        guard !calls.isEmpty else { return }
        let submission = try Submission(calls, frameBytes: frameBytes)
        try link.submit(submission)
        try await submission.admission.value()
    }

    /// Makes one call and waits for the worker's reply, which may be an error: `WireReply.get()` throws
    /// it.
    ///
    /// - Throws: ``ClientFailure/unusableMessage(_:)`` if the event has more bytes than ``MasterOptions/frameBytes``;
    ///   nothing was sent. ``ClientFailure/replyLost(call:)`` if the call was applied, but its reply is lost.
    ///   ``ClientFailure/cancelled`` if the task was cancelled; the call may still be applied. Otherwise what ended the
    ///   client.
    public nonisolated(nonsending) func call(
        _ call: WireEvent.OneOf_Call
    ) async throws(ClientFailure) -> WireReply {
        let submission = try Submission([call], frameBytes: frameBytes, awaitingReply: true)
        guard let reply = submission.reply else { preconditionFailure("a reply is awaited") }
        try link.submit(submission)
        return try await reply.value()
    }

    /// Waits until the worker has acknowledged everything that was sent before. It is applied then, and durable if the
    /// worker keeps a journal.
    public nonisolated(nonsending) func flush() async throws(ClientFailure) {
        try await link.flush().value()
    }

    // MARK: - Receiving

    /// The offers to the master's frameworks, and their rescissions.
    public var offers: Updates<OfferUpdate> { Updates(buffer: link.offers) }

    /// The requests to the master's frameworks to leave agents.
    public var inverseOffers: Updates<InverseOfferUpdate> { Updates(buffer: link.inverseOffers) }

    /// The refusals of events that were sent, except those that a ``call(_:)`` awaits. Each names its event by
    /// `sequence` (see ``lastSequence``).
    public var replies: Updates<WireReply> { Updates(buffer: link.replies) }

    /// The silences of the worker and their ends. The sequence may stay unread: the oldest updates are dropped.
    public var connectionUpdates: Updates<ConnectionUpdate> { Updates(buffer: link.connectionUpdates) }

    // MARK: - Asking

    /// Asks a question on the worker's control socket and waits for its answer, which may be an error.
    public nonisolated(nonsending) func ask(
        _ question: WireQuery.OneOf_Question
    ) async throws(ClientFailure) -> WireAnswer {
        try await link.ask(question).value()
    }

    /// The number of the event that was sent last, or 0.
    public var lastSequence: UInt64 { link.lastNumber }

    /// The number up to which the worker has acknowledged events.
    public var acknowledgedSequence: UInt64 { link.acknowledged }

    /// The number of this incarnation.
    public var epoch: UInt64 { link.identity.epoch }

    public var statistics: MasterStatistics { link.statistics }

    // MARK: - Ending

    /// Closes the connections and fails everything that waits with ``ClientFailure/closed``. The sequences end after
    /// the elements that they hold. Events that are not acknowledged may be lost: ``flush()`` first. Further calls have
    /// no effect.
    public nonisolated(nonsending) func close() async {
        link.end(.closed)
        // A cancelled task does not wait.
        try? await link.threadEnd.promise().value()
    }

    /// The system's clock in nanoseconds since 1970. It is higher for each incarnation, unless the clock is set back.
    public static func epochFromClock() -> UInt64 { UInt64(POSIXClock.unix()) }
}
