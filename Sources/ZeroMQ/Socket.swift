import CZeroMQ

/// A socket, owned by one thread at a time.
///
/// It is not `Sendable`, because libzmq does not synchronize access. It may be handed over to another thread as a
/// `consuming sending` argument, which the compiler allows if nothing else on this thread can reach it.
package struct Socket: ~Copyable {
    /// The default time for which a closed socket delivers queued messages, unless `linger` is set. libzmq's own
    /// default is forever, so that one unreachable peer could keep a process from ending.
    package static let defaultLinger: Duration = .seconds(1)

    let owner: SocketHandle

    /// libzmq's handle of the socket.
    var handle: UnsafeMutableRawPointer { owner.pointer }

    package let type: SocketType

    package init(_ type: SocketType, in context: Context) throws(ZeroMQError) {
        guard let pointer = zmq_socket(context.handle, type.code) else { throw .last(.createSocket, "\(type)") }
        let owner = SocketHandle(pointer, in: context)
        try owner.set(.linger, to: Self.defaultLinger)
        try owner.setLiveness(of: type)
        self.owner = owner
        self.type = type
    }

    /// Closes the socket, as destroying it does. While a poller watches it, it stays open.
    ///
    /// libzmq closes in the background, so that an address stays bound for a moment. To bind it again at once, call
    /// `unbind` first.
    package consuming func close() {}
}

/// The owner of a libzmq socket, shared by its `Socket` and the pollers that watch it, so that none of them keeps a
/// pointer to a closed socket.
final class SocketHandle {
    let pointer: UnsafeMutableRawPointer
    private let context: Context

    init(_ pointer: UnsafeMutableRawPointer, in context: Context) {
        self.pointer = pointer
        self.context = context
    }

    deinit {
        // Fails only for an invalid socket, which the type excludes.
        zmq_close(pointer)
    }
}
