public import AllocatorWire
import Platform
import ZeroMQ

/// A reliable connection between a master and its worker.
///
/// The client numbers events and keeps them until the worker acknowledges them. It resends events that were lost on the
/// network or in a restart of the worker. The worker applies each event once and in order.
///
/// Publications for the master arrive in order and once each. The client requests a replay of lost ones. If the worker
/// no longer stores them, the client delivers the worker's current view of the outstanding offers instead.
///
/// A client is one incarnation of its master. The worker accepts events only from the incarnation with the highest
/// epoch, so that a master that was presumed dead cannot disturb its successor. The client of a superseded incarnation
/// ends with ``ClientFailure/fenced(_:)``.
///
/// All methods may be called from any task. The worker applies the batches of one task in the order in which the task
/// sent them. To end the client, call ``close()`` or release it.
public final class MasterClient: Sendable {
    private let link: MasterLink
    private let frameBytes: Int

    /// Starts connecting to a worker, which may start later. Events wait until then.
    ///
    /// - Parameters:
    ///   - endpoints: The worker's endpoints.
    ///   - cluster: The cluster's name: 1 to 255 of `A–Z a–z 0–9 . _ -`. Clusters are independent of each other.
    ///   - master: The master's name, which all its incarnations share: 1 to 255 of `A–Z a–z 0–9 . _ -`.
    ///   - epoch: The number of this incarnation: at least 1, and higher than that of any earlier one. The default is
    ///     the current time in nanoseconds.
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

    /// Sends calls as one batch. The worker applies them in order without other events in between, and then performs at
    /// most one allocation run for all of them.
    ///
    /// This method returns when the batch is in the send window, where it stays until the worker has acknowledged it.
    /// The worker may be slow, restarting, or not started yet. The method itself waits while the window is full, or
    /// while the buffer of ``replies`` is full. The worker's refusals arrive in ``replies``.
    ///
    /// - Parameter calls: At most 10,000 calls. An empty array sends nothing.
    /// - Throws: ``ClientFailure/unusableMessage(_:)`` if an event has more bytes than ``MasterOptions/frameBytes``, or
    ///   ``ClientFailure/cancelled`` if the task was cancelled while it waited. In both cases nothing was sent.
    ///   Otherwise the failure that ended the client.
    public nonisolated(nonsending) func send(_ calls: [WireEvent.OneOf_Call]) async throws(ClientFailure) {
        guard !calls.isEmpty else { return }
        let submission = try Submission(calls, frameBytes: frameBytes)
        try link.submit(submission)
        try await submission.admission.value()
    }

    /// Makes one call and waits for the worker's reply. The reply may be an error, which `WireReply.get()` throws.
    ///
    /// - Throws: ``ClientFailure/unusableMessage(_:)`` if the event has more bytes than ``MasterOptions/frameBytes``;
    ///   nothing was sent. ``ClientFailure/replyLost(call:)`` if the call was applied, but its reply is lost.
    ///   ``ClientFailure/cancelled`` if the task was cancelled; the call may still be applied. Otherwise the failure
    ///   that ended the client.
    public nonisolated(nonsending) func call(
        _ call: WireEvent.OneOf_Call
    ) async throws(ClientFailure) -> WireReply {
        let submission = try Submission([call], frameBytes: frameBytes, awaitingReply: true)
        guard let reply = submission.reply else { preconditionFailure("a reply is awaited") }
        try link.submit(submission)
        return try await reply.value()
    }

    /// Waits until the worker has acknowledged everything that was sent before. Acknowledged events are applied, and
    /// also durable if the worker keeps a journal.
    public nonisolated(nonsending) func flush() async throws(ClientFailure) {
        try await link.flush().value()
    }

    // MARK: - Receiving

    /// The offers to the master's frameworks, and the offers that were rescinded.
    public var offers: Updates<OfferUpdate> { Updates(buffer: link.offers) }

    /// The inverse offers, which ask the master's frameworks to vacate agents.
    public var inverseOffers: Updates<InverseOfferUpdate> { Updates(buffer: link.inverseOffers) }

    /// The worker's refusals of events, except those that a ``call(_:)`` awaits. Each names its event by `sequence`
    /// (see ``lastSequence``).
    public var replies: Updates<WireReply> { Updates(buffer: link.replies) }

    /// The times at which the worker fell silent or published again. If nothing iterates over this sequence, the oldest
    /// updates are dropped.
    public var connectionUpdates: Updates<ConnectionUpdate> { Updates(buffer: link.connectionUpdates) }

    // MARK: - Asking

    /// Asks a question on the worker's control socket and waits for its answer, which may be an error.
    public nonisolated(nonsending) func ask(
        _ question: WireQuery.OneOf_Question
    ) async throws(ClientFailure) -> WireAnswer {
        try await link.ask(question).value()
    }

    /// The number of the last sent event, or 0 if none was sent.
    public var lastSequence: UInt64 { link.lastNumber }

    /// The number up to which the worker has acknowledged events.
    public var acknowledgedSequence: UInt64 { link.acknowledged }

    /// The number of this incarnation.
    public var epoch: UInt64 { link.identity.epoch }

    public var statistics: MasterStatistics { link.statistics }

    // MARK: - Ending

    /// Closes the connections and fails everything that waits with ``ClientFailure/closed``. The sequences end after
    /// their buffered elements. Unacknowledged events may be lost, so call ``flush()`` first. Further calls have no
    /// effect.
    public nonisolated(nonsending) func close() async {
        link.end(.closed)
        // A cancelled task does not wait for the thread.
        try? await link.threadEnd.promise().value()
    }

    /// The current time in nanoseconds since 1970. It is higher for each incarnation unless the clock is set back.
    public static func epochFromClock() -> UInt64 { UInt64(POSIXClock.unix()) }
}
