import Glibc
import Synchronization
import TestSupport
import ZeroMQ

/// The transports that every test of data runs over.
enum Transport: CaseIterable {
    case inproc
    case ipc
    case tcp
}

/// Binds the first socket to a fresh address of `transport` and connects the second one to it.
func join(
    _ bound: borrowing Socket, _ connected: borrowing Socket, over transport: Transport, in folder: TemporaryFolder
) throws {
    switch transport {
    case .inproc: try bound.bind("inproc://test")
    case .ipc: try bound.bind("ipc://\(folder.path)/socket")
    case .tcp: try bound.bind("tcp://127.0.0.1:*")
    }
    try connected.connect(bound.get(.lastEndpoint))
}

/// Makes a socket with a timeout, so that a test that waits for a missing message fails instead of hanging.
func makeSocket(_ type: SocketType, in context: Context) throws -> Socket {
    let socket = try Socket(type, in: context)
    try socket.set(.receiveTimeout, to: .seconds(10))
    try socket.set(.sendTimeout, to: .seconds(10))
    try socket.set(.linger, to: .zero)
    return socket
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// A value that is handed over to another thread.
final class Parcel<Content: ~Copyable>: Sendable {
    private let content: Mutex<Content?>

    init(_ content: consuming sending Content) {
        self.content = Mutex(content)
    }

    func take() -> sending Content? {
        content.withLock { content in
            let taken = content.take()
            return taken
        }
    }
}
