import CZeroMQ
import Glibc

package struct ReceiveFlags: OptionSet, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// Do not wait for a message.
    package static let dontWait = ReceiveFlags(rawValue: ZMQ_DONTWAIT)
}

/// With `dontWait`, or after the receive timeout, these return `false` or `nil` if there is no message. An interrupting
/// signal restarts the wait.
extension Socket {
    /// The default maximum number of frames of a message.
    package static let defaultFrameLimit = 64

    /// Receives one frame into `message` and releases its former bytes. Allocates nothing. If it returns `false`, the
    /// content of the message is undefined.
    package borrowing func receive(
        into message: inout Message, _ flags: ReceiveFlags = []
    ) throws(ZeroMQError) -> Bool {
        while zmq_msg_recv(message.pointer, handle, flags.rawValue) == -1 {
            let number = zmq_errno()
            if number == EAGAIN { return false }
            if number != EINTR { throw ZeroMQError(.receive, "\(type)", errno: number) }
        }
        return true
    }

    /// Receives one frame into a new message.
    package borrowing func receive(_ flags: ReceiveFlags = []) throws(ZeroMQError) -> Message? {
        var message = Message()
        guard try receive(into: &message, flags) else { return nil }
        return consume message
    }

    /// Receives copies of all frames of one message. A message of more than `limit` frames is dropped, and the call
    /// throws `tooManyFrames`.
    package borrowing func receiveFrames(
        limit: Int = defaultFrameLimit, _ flags: ReceiveFlags = []
    ) throws(ZeroMQError) -> [[UInt8]]? {
        var message = Message()
        return try receiveFrames(into: &message, limit: limit, flags)
    }

    /// Receives all frames of one message and their sender.
    package borrowing func receiveSentFrames(
        limit: Int = defaultFrameLimit, _ flags: ReceiveFlags = []
    ) throws(ZeroMQError) -> (frames: [[UInt8]], sender: MessageSender?)? {
        var message = Message()
        // All frames of a message come from one peer.
        return try receiveFrames(into: &message, limit: limit, flags).map { ($0, message.sender) }
    }

    private borrowing func receiveFrames(
        into message: inout Message, limit: Int, _ flags: ReceiveFlags
    ) throws(ZeroMQError) -> [[UInt8]]? {
        guard try receive(into: &message, flags) else { return nil }
        var frames = [message.bytes]
        var received = 1
        // libzmq delivers messages whole: the other frames are there, so that receiving them does not wait.
        while message.more, try receive(into: &message) {
            received += 1
            if received <= limit { frames.append(message.bytes) }
        }
        guard received <= limit else { throw .tooManyFrames(received: received, limit: limit) }
        return frames
    }
}
