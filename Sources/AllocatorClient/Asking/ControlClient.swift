public import AllocatorWire
import ZeroMQ

/// Asks a worker questions on its control socket.
///
/// Any number of tasks may ask at once; their questions are under way together, up to a bound.
public final class ControlClient: Sendable {
    private let link: ControlLink

    /// Begins to connect; the worker may come later, and go and come again.
    ///
    /// - Parameters:
    ///   - control: Where the worker answers questions, such as `tcp://127.0.0.1:5552`.
    ///   - keys: For a worker with `--curve-key`.
    ///   - options: Bounds and patience.
    /// - Throws: ``ClientFailure/malformedEndpoint(_:)``, ``ClientFailure/invalidArgument(_:)``, or
    ///   ``ClientFailure/transport(_:)`` where the system gives no thread.
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

    /// Asks, and waits for the answer. A late answer, after this has thrown, is passed over.
    ///
    /// - Returns: The answer, also where that is an error of the worker's.
    /// - Throws: ``ClientFailure/tooManyQuestions(limit:)`` where as many as the options allow are waiting already,
    ///   ``ClientFailure/noAnswer(endpoint:after:)``, ``ClientFailure/cancelled``, and what ended the client.
    public nonisolated(nonsending) func ask(
        _ question: WireQuery.OneOf_Question
    ) async throws(ClientFailure) -> WireAnswer {
        try await link.ask(question).value()
    }

    /// Ends the client: whoever waits for an answer is told, and the connection is closed. To call it again does nothing.
    public nonisolated(nonsending) func close() async {
        link.end(.closed)
        // Also where this task was cancelled: then it does not wait.
        try? await link.threadEnd.promise().value()
    }
}
