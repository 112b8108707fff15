package import AllocatorWire
package import ZeroMQ

/// Why a conversation with a worker did not come about.
package enum ClientFailure: Error, Equatable {
    case transport(ZeroMQError)
    /// No worker took any event for so long.
    case notTaken(Endpoint, after: Duration)
    /// What was asked was not answered for so long.
    case noAnswer(Endpoint, after: Duration)
    /// The worker refused a call.
    case refused(call: String, code: WireError.Code, message: String)
    /// A message that cannot be written for the wire, or one from the wire that cannot be read.
    case unusableMessage(String)
}

extension ClientFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .transport(let error):
            "\(error)"
        case .notTaken(let endpoint, let time):
            "no worker took events at \(endpoint.address) for \(time.components.seconds) s: is `quartermaster serve` "
                + "running there?"
        case .noAnswer(let endpoint, let time):
            "no worker answered at \(endpoint.address) for \(time.components.seconds) s: is `quartermaster serve` running "
                + "there, and do all endpoints belong to it?"
        case .refused(let call, let code, let message):
            "the worker refused \(call) (\(code)): \(message)"
        case .unusableMessage(let reason):
            reason
        }
    }
}
