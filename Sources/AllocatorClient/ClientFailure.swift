public import AllocatorWire
import ZeroMQ

/// A failure of a client or of one of its calls. Its description says what to do next.
public enum ClientFailure: Error, Hashable, Sendable {
    /// An endpoint that is malformed.
    case malformedEndpoint(String)
    /// An invalid name of a cluster or master, or an option out of its range.
    case invalidArgument(String)
    /// An error of ZeroMQ or the system, such as a lack of memory or file descriptors, or an unusable address.
    case transport(String)
    /// The worker has sent nothing for this long.
    case noAnswer(endpoint: String, after: Duration)
    /// The limit on questions without an answer is reached. The question was not sent.
    case tooManyQuestions(limit: Int)
    /// The worker refused a call, which therefore changed nothing.
    case refused(call: String, code: WireError.Code, message: String)
    /// A message that cannot be encoded, or a received one that is malformed.
    case unusableMessage(String)
    /// Another incarnation of this master with a higher epoch has taken over. The worker accepts no more events from
    /// this one.
    case fenced(String)
    /// The worker no longer knows events or publications that it had acknowledged or sent: it was restarted without its
    /// data, or with older data. Set up the cluster again with a new client.
    case stateLost(String)
    /// The call was applied, but its reply was lost and is past the worker's replay window.
    case replyLost(call: String)
    /// The waiting task was cancelled. The calls that it made may still be applied.
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
                + "there, do all endpoints belong to it, and if it requires keys, is yours in its allow-list?"
        case .tooManyQuestions(let limit):
            "\(limit) questions have no answer yet, which is the limit: ask again when some are answered"
        case .refused(let call, let code, let message):
            "the worker refused \(call) (\(code)): \(message)"
        case .fenced(let reason):
            "another incarnation of this master has taken over: \(reason); leave the work to it, or start a new "
                + "client. If there is "
                + "no other, an earlier one had a clock that was ahead of this machine's: set the clock, or have the "
                + "worker forget the master (forget_master on the control socket)"
        case .stateLost(let reason):
            "the worker has lost its state: \(reason); set the cluster up again with a new client"
        case .replyLost(let call):
            "\(call) was applied, but its reply is past the worker's replay window: query the state to see its effect"
        case .cancelled:
            "the waiting task was cancelled; the calls that it made may still be applied"
        case .closed:
            "the client is closed: create a new one"
        }
    }

    private static func seconds(_ time: Duration) -> String {
        let seconds = time / .seconds(1)
        return Int64(exactly: seconds).map { "\($0)" } ?? "\(seconds)"
    }
}

extension ClientFailure {
    init(_ error: ZeroMQError) { self = .transport("\(error)") }

    /// Runs `body` and wraps its error in ``transport(_:)``.
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
    /// Returns if the call succeeded.
    ///
    /// - Throws: ``ClientFailure/refused(call:code:message:)`` if the reply is an error.
    public func get() throws(ClientFailure) {
        guard case .error(let error) = result else { return }
        throw .refused(call: call, code: error.code, message: error.message)
    }
}
