public import AllocatorWire
import ZeroMQ

/// Why a client could not do, or go on with, what it was asked for. Each says in words what to do next.
public enum ClientFailure: Error, Hashable, Sendable {
    /// An endpoint that cannot be read as one.
    case malformedEndpoint(String)
    /// A name that no cluster or master can have, or an option out of its range.
    case invalidArgument(String)
    /// ZeroMQ or the system refused something: no memory, no file descriptors, an address that cannot be used.
    case transport(String)
    /// The worker was silent for so long.
    case noAnswer(endpoint: String, after: Duration)
    /// So many questions wait for their answers already; this one was not asked.
    case tooManyQuestions(limit: Int)
    /// The worker refused a call; nothing was changed by it.
    case refused(call: String, code: WireError.Code, message: String)
    /// A message that cannot be written for the wire, or one from the wire that makes no sense.
    case unusableMessage(String)
    /// A later incarnation of this master, one with a higher epoch, has taken over: the worker takes no event from this one
    /// any more.
    case fenced(String)
    /// The worker no longer knows what it had acknowledged or published: it was started anew without its data, or with
    /// older data. The cluster must be set up again from the beginning, by a new client.
    case stateLost(String)
    /// The call was applied, but its reply was lost and is past the worker's replay window.
    case replyLost(call: String)
    /// The waiting task was cancelled. What was handed over before may still be applied.
    case cancelled
    /// The client was closed.
    case closed
}

extension ClientFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformedEndpoint(let reason), .invalidArgument(let reason), .transport(let reason),
            .unusableMessage(let reason):
            reason
        case .noAnswer(let endpoint, let time):
            "no worker answered at \(endpoint) for \(Self.seconds(time)) s: is `quartermaster serve` running "
                + "there, do all endpoints belong to it, and if it asks for keys, is yours in its allow-list?"
        case .tooManyQuestions(let limit):
            "\(limit) questions wait for their answers already: ask again when some have come"
        case .refused(let call, let code, let message):
            "the worker refused \(call) (\(code)): \(message)"
        case .fenced(let reason):
            "another incarnation of this master has taken over: \(reason); let it go on, or start a new client. If there is "
                + "no other, a former one had a clock that was ahead of this machine's: set the clock, or have the worker "
                + "forget the master (forget_master on the control socket)"
        case .stateLost(let reason):
            "the worker has lost its state: \(reason); set the cluster up again with a new client"
        case .replyLost(let call):
            "\(call) was applied, but its reply is past the worker's replay window: ask for the state that it led to"
        case .cancelled:
            "the task that waited was cancelled; what it had handed over may still be applied"
        case .closed:
            "the client is closed: make a new one"
        }
    }

    private static func seconds(_ time: Duration) -> String {
        let seconds = time / .seconds(1)
        return Int64(exactly: seconds).map { "\($0)" } ?? "\(seconds)"
    }
}

extension ClientFailure {
    init(_ error: ZeroMQError) { self = .transport("\(error)") }

    /// Runs `body` and rethrows its error as ``transport(_:)``.
    static func wrapping<Result: ~Copyable>(
        _ body: () throws(ZeroMQError) -> Result
    ) throws(ClientFailure) -> Result {
        do {
            return try body()
        } catch {
            throw ClientFailure(error)
        }
    }
}

extension WireReply {
    /// Throws ``ClientFailure/refused(call:code:message:)`` where the reply is an error.
    public func get() throws(ClientFailure) {
        guard case .error(let error) = result else { return }
        throw .refused(call: call, code: error.code, message: error.message)
    }
}
