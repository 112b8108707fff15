import CZeroMQ
import Glibc

/// A libzmq context: its I/O threads and the sockets that live in it.
///
/// A class and not a `~Copyable` owner, because every socket needs it alive: a socket holds a reference, so that the
/// context is terminated after its last socket is closed, never earlier, and termination can wait for nothing but
/// the lingering of messages already sent (`SocketOption.linger`).
package final class Context: Sendable {
    /// The default maximum number of sockets, which is libzmq's own.
    package static let defaultMaximumSockets = Int(ZMQ_MAX_SOCKETS_DFLT)

    /// `nonisolated(unsafe)` because the compiler takes no C pointer for Sendable. Any thread may use a libzmq context
    /// at any time (not its sockets), and the pointer never changes.
    nonisolated(unsafe) let handle: UnsafeMutableRawPointer

    /// - Parameters:
    ///   - threads: The number of I/O threads; 0 suffices if only `inproc` is used. libzmq advises one for each
    ///     gigabyte per second.
    ///   - maximumSockets: The maximum number of open sockets, 1 or more.
    package init(threads: Int = 1, maximumSockets: Int = Context.defaultMaximumSockets) throws(ZeroMQError) {
        guard let handle = zmq_ctx_new() else { throw .last(.createContext) }
        self.handle = handle
        try set(ZMQ_IO_THREADS, "threads", to: threads)
        try set(ZMQ_MAX_SOCKETS, "maximumSockets", to: maximumSockets)
    }

    deinit {
        // No socket is left, so that only an interrupting signal can make it fail.
        while zmq_ctx_term(handle) == -1 && zmq_errno() == EINTR {}
    }

    /// Ends the work of all sockets of this context: blocking calls and all later ones throw `contextTerminated`.
    /// Messages not yet received are lost. It may be called by any thread and more than once.
    package func shutdown() throws(ZeroMQError) {
        guard zmq_ctx_shutdown(handle) == 0 else { throw .last(.shutDownContext) }
    }

    private func set(_ option: Int32, _ name: String, to value: Int) throws(ZeroMQError) {
        guard let value = Int32(exactly: value) else { throw ZeroMQError(.setContextOption, name, errno: EINVAL) }
        guard zmq_ctx_set(handle, option, value) == 0 else { throw .last(.setContextOption, name) }
    }
}
