import CZeroMQ
import Glibc

/// A failed call of libzmq.
///
/// `EAGAIN` is not an error here: sends and receives return `false` or `nil`. Interrupting signals are not errors
/// either: waits restart.
package enum ZeroMQError: Error, Equatable {
    /// The context was shut down. It ends a loop that serves sockets and is no fault.
    case contextTerminated(during: Operation)
    /// libzmq or the system reported an error.
    case failed(Failure)
    /// A message had more frames than the receiver accepts. It was dropped whole, so that the next receive gets the
    /// next message.
    case tooManyFrames(received: Int, limit: Int)

    package enum Operation: String, Sendable {
        case createContext = "create the context"
        case setContextOption = "set the context option"
        case shutDownContext = "shut the context down"
        case createSocket = "create the socket"
        case getOption = "read the socket option"
        case setOption = "set the socket option"
        case bind
        case connect
        case unbind
        case disconnect
        case monitor
        case send
        case receive
        case poll
        case createMessage = "create the message"
        case createKeyPair = "create a pair of keys"
        case createWakeUp = "create the wake-up"
    }

    /// A failed call: what was tried, on what, and the error number it left.
    package struct Failure: Error, Equatable {
        package let operation: Operation
        /// The endpoint, option or socket type of the call, or an empty text.
        package let subject: String
        /// An error number of `errno.h` or libzmq.
        package let errno: Int32

        /// libzmq's message for `errno`.
        package var text: String { String(cString: zmq_strerror(errno)) }
    }

    /// The error that the calling thread's last call into libzmq left behind.
    static func last(_ operation: Operation, _ subject: String = "") -> ZeroMQError {
        ZeroMQError(operation, subject, errno: zmq_errno())
    }

    init(_ operation: Operation, _ subject: String = "", errno: Int32) {
        self =
            errno == ETERM
            ? .contextTerminated(during: operation)
            : .failed(Failure(operation: operation, subject: subject, errno: errno))
    }

    /// The error number, or `nil` if no call failed.
    package var errno: Int32? {
        switch self {
        case .contextTerminated: ETERM
        case .failed(let failure): failure.errno
        case .tooManyFrames: nil
        }
    }
}

extension ZeroMQError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .contextTerminated(let operation):
            "ZeroMQ could not \(operation.rawValue): the context was shut down; close its sockets"
        case .failed(let failure):
            failure.description
        case .tooManyFrames(let received, let limit):
            "ZeroMQ dropped a message of \(received) frames: at most \(limit) are taken; send it as several messages"
        }
    }
}

extension ZeroMQError.Failure: CustomStringConvertible {
    package var description: String {
        let about = subject.isEmpty ? "" : " \(subject)"
        let next = advice.map { "; \($0)" } ?? ""
        return "ZeroMQ could not \(operation.rawValue)\(about): \(text) (errno \(errno))\(next)"
    }

    /// The remedy, if the error number implies one.
    private var advice: String? {
        switch errno {
        case EADDRINUSE: "stop the process that holds the address, or choose another one"
        case EADDRNOTAVAIL, ENODEV: "bind to an address or interface of this machine, or to *"
        case EPROTONOSUPPORT: "use tcp, ipc or inproc"
        case ECONNREFUSED where operation == .connect: "bind the inproc endpoint in the same context first"
        case EMFILE: "raise the limit of open files, or the context's maximum of sockets"
        case EFSM: "this socket type sends and receives in turn"
        case ENOTSUP where operation == .send || operation == .receive: "this socket type has no such direction"
        case EHOSTUNREACH: "no peer of that routing id is connected"
        case EACCES: "check the permissions of the path or port"
        default: nil
        }
    }
}
