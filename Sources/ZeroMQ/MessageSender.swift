import CZeroMQ
import Glibc

/// Who sent a message, as the context's `Authenticator` has let the connection in that it came by.
package struct MessageSender: Hashable, Sendable {
    /// The public key, in Z85.
    package let key: String
    /// The number that the authenticator's owner gave to the connection.
    package let connection: UInt64
    /// The connection's file descriptor when it was made. It may be another one's by now.
    package let fileDescriptor: Int32
}

extension Message {
    /// Nil where nobody was asked who may connect, and for what libzmq makes itself.
    package var sender: MessageSender? {
        guard let key = zmq_msg_gets(pointer, "User-Id"),
            let number = zmq_msg_gets(pointer, Authenticator.connectionProperty)
        else { return nil }
        return MessageSender(
            key: String(cString: key), connection: strtoull(number, nil, 10),
            fileDescriptor: zmq_msg_get(pointer, ZMQ_SRCFD))
    }

    /// Whether `sender` is this message's, without making strings of it: for those who get many messages of one.
    package borrowing func isSent(by sender: MessageSender) -> Bool {
        guard let key = zmq_msg_gets(pointer, "User-Id"),
            let number = zmq_msg_gets(pointer, Authenticator.connectionProperty)
        else { return false }
        return strtoull(number, nil, 10) == sender.connection && sender.key.withCString { strcmp($0, key) == 0 }
    }
}
