public import AllocatorWire
import ZeroMQ

/// Asks a worker questions on its control socket.
///
/// Any number of tasks may ask at the same time. A question does not wait for the answers to earlier ones, up to the
/// limit of ``ControlOptions/waitingQuestions``.
public final class ControlClient: Sendable {
    private let link: ControlLink

    /// Starts connecting to a worker, which may start later and may restart.
    ///
    /// - Parameters:
    ///   - control: The endpoint of the worker's control socket, such as `tcp://127.0.0.1:5552`.
    ///   - keys: The client's keys, for a worker with `--curve-key`.
    ///   - options: Limits and timeouts.
    /// - Throws: ``ClientFailure/malformedEndpoint(_:)``, ``ClientFailure/invalidArgument(_:)``, or
    ///   ``ClientFailure/transport(_:)`` if the system cannot create a thread.
    public init(
        to control: String = WorkerEndpoints.defaultControl, keys: ConnectionKeys? = nil,
        options: ControlOptions = ControlOptions()
    ) throws(ClientFailure) {
        try options.check()
        let endpoints = try WorkerEndpoints(control: control, keys: keys)
        let link: ControlLink
        do {
            link = try ControlLink(options)
        } catch {
            throw ClientFailure(error)
        }
        self.link = link
        try link.startThread { () throws(ZeroMQError) in try ControlLoop(link, endpoints) }
    }

    deinit { link.end(.closed) }

    /// Asks a question and waits for its answer. An answer that arrives after this method has thrown is ignored.
    ///
    /// - Returns: The answer, which may be an error of the worker.
    /// - Throws: ``ClientFailure/tooManyQuestions(limit:)`` if the limit of ``ControlOptions/waitingQuestions`` is
    ///   reached, ``ClientFailure/noAnswer(endpoint:after:)``, ``ClientFailure/cancelled``, or the failure that ended
    ///   the client.
    public nonisolated(nonsending) func ask(
        _ question: WireQuery.OneOf_Question
    ) async throws(ClientFailure) -> WireAnswer {
        try await link.ask(question).value()
    }

    /// Closes the connection and fails the open questions with ``ClientFailure/closed``. Further calls have no effect.
    public nonisolated(nonsending) func close() async {
        link.end(.closed)
        // A cancelled task does not wait for the thread.
        try? await link.threadEnd.promise().value()
    }
}
