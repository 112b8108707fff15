/// The reason why a call was refused. A refused call changes nothing.
///
/// The cases are the error codes of the wire contract ("What a call may not do"). The message says what is wrong, and
/// how the caller can fix it.
package enum Refusal: Error, Hashable, Sendable {
    case invalidArgument(String)
    case notFound(String)
    case alreadyExists(String)
    case failedPrecondition(String)
    case fenced(String)
    case outOfSequence(String)
    case resourceExhausted(String)
    case internalFailure(String)
    /// The caller lacks a permission. Only the worker uses this code, because the core checks no permissions.
    case permissionDenied(String)

    /// The code's number on the wire.
    package var code: Int {
        switch self {
        case .invalidArgument: 1
        case .notFound: 2
        case .alreadyExists: 3
        case .failedPrecondition: 4
        case .fenced: 5
        case .outOfSequence: 6
        case .resourceExhausted: 7
        case .internalFailure: 8
        case .permissionDenied: 9
        }
    }

    package var message: String {
        switch self {
        case .invalidArgument(let text), .notFound(let text), .alreadyExists(let text), .failedPrecondition(let text),
            .fenced(let text), .outOfSequence(let text), .resourceExhausted(let text), .internalFailure(let text),
            .permissionDenied(let text):
            text
        }
    }
}
