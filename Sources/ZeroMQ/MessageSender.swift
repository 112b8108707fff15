import CZeroMQ
import Glibc

/// The sender of a message, as the context's `Authenticator` admitted it.
package struct MessageSender: Hashable, Sendable {
    /// The sender's public key in Z85.
    package let key: String
    /// The connection's number from the authenticator's owner.
    package let connection: UInt64
    /// The connection's file descriptor when it was made. It may belong to another connection by now.
    package let fileDescriptor: Int32
}

extension Message {
    /// Reads the sender of a message.
    ///
    /// - Returns: `nil` without an authenticator, and for libzmq's own messages.
    package var sender: MessageSender? {
        guard let key = zmq_msg_gets(pointer, "User-Id"),
            let number = zmq_msg_gets(pointer, Authenticator.connectionProperty)
        else { return nil }
        return MessageSender(
            key: String(cString: key), connection: strtoull(number, nil, 10),
            fileDescriptor: zmq_msg_get(pointer, ZMQ_SRCFD))
    }

    /// Whether `sender` sent this message. It makes no strings, for callers that receive many messages of one sender.
    package borrowing func isSent(by sender: MessageSender) -> Bool {
        guard let key = zmq_msg_gets(pointer, "User-Id"),
            let number = zmq_msg_gets(pointer, Authenticator.connectionProperty)
        else { return false }
        return strtoull(number, nil, 10) == sender.connection && sender.key.withCString { strcmp($0, key) == 0 }
    }
}
