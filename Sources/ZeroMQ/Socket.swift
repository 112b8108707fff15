import CZeroMQ

/// A socket, owned by one thread at a time.
///
/// It is not `Sendable`: libzmq does not guard it. It may be handed over to another thread as a `consuming sending`
/// argument, which the compiler allows once nothing else on this thread can reach it.
package struct Socket: ~Copyable {
    /// How long closing may wait to deliver what was sent, unless `linger` is set. libzmq's own default is forever, which
    /// would let one unreachable peer keep a process from ending.
    package static let defaultLinger: Duration = .seconds(1)

    let owner: SocketHandle

    /// What libzmq knows the socket by.
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

    /// Closes the socket; the same as letting it go out of scope. While a poller watches it, it stays open.
    ///
    /// libzmq closes in the background: what is bound stays so for a moment longer. To bind the same address again at
    /// once, `unbind` first.
    package consuming func close() {}
}

/// What keeps a libzmq socket open: shared by its `Socket` and by the pollers that watch it, so that none of
/// them can be left with a pointer to a closed one.
final class SocketHandle {
    let pointer: UnsafeMutableRawPointer
    private let context: Context

    init(_ pointer: UnsafeMutableRawPointer, in context: Context) {
        self.pointer = pointer
        self.context = context
    }

    deinit {
        // Fails for what is not a socket only, which the type rules out.
        zmq_close(pointer)
    }
}
