import CZeroMQ
import Glibc

package struct SendFlags: OptionSet, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// Do not wait if the message cannot be queued now.
    package static let dontWait = SendFlags(rawValue: ZMQ_DONTWAIT)
    /// Another frame of the same message follows.
    package static let more = SendFlags(rawValue: ZMQ_SNDMORE)
}

/// All of these return whether the frame was queued. With `dontWait`, or after the send timeout, the result is `false`
/// if every peer's queue is full or there is no peer. An interrupting signal restarts the wait.
extension Socket {
    /// Queues the bytes of `message` without copying them and leaves it empty. If the result is `false`, it is
    /// unchanged.
    package borrowing func send(_ message: inout Message, _ flags: SendFlags = []) throws(ZeroMQError) -> Bool {
        try queued { zmq_msg_send(message.pointer, handle, flags.rawValue) }
    }

    /// Queues the bytes of `message` without copying them. If the result is `false`, they are lost.
    package borrowing func send(_ message: consuming Message, _ flags: SendFlags = []) throws(ZeroMQError) -> Bool {
        try send(&message, flags)
    }

    package borrowing func send(
        _ bytes: UnsafeRawBufferPointer, _ flags: SendFlags = []
    ) throws(ZeroMQError) -> Bool {
        try queued { zmq_send(handle, bytes.baseAddress, bytes.count, flags.rawValue) }
    }

    package borrowing func send(_ bytes: RawSpan, _ flags: SendFlags = []) throws(ZeroMQError) -> Bool {
        try queued { bytes.withUnsafeBytes { zmq_send(handle, $0.baseAddress, $0.count, flags.rawValue) } }
    }

    package borrowing func send(_ bytes: [UInt8], _ flags: SendFlags = []) throws(ZeroMQError) -> Bool {
        try queued { zmq_send(handle, bytes, bytes.count, flags.rawValue) }
    }

    /// Sends one message of several frames: the peer gets all of them or none.
    ///
    /// - Precondition: `frames` is not empty.
    package borrowing func send(frames: [[UInt8]], _ flags: SendFlags = []) throws(ZeroMQError) -> Bool {
        precondition(!frames.isEmpty, "a message has at least one frame")
        var isComplete = true
        for (index, frame) in frames.enumerated() {
            let isLast = index == frames.count - 1
            let isQueued = try send(frame, isLast ? flags : flags.union(.more))
            if !isQueued && index == 0 { return false }
            // If a peer disconnects inside a message, libzmq refuses one frame and drops the others up to the last.
            // Stopping here would let it drop the first frames of the next message.
            isComplete = isComplete && isQueued
        }
        return isComplete
    }

    /// Sends one message of several frames. The last one is a `Message` already, which is not copied.
    package borrowing func send(
        frames: [[UInt8]], before last: consuming Message, _ flags: SendFlags = []
    ) throws(ZeroMQError) -> Bool {
        var isComplete = true
        for (index, frame) in frames.enumerated() {
            let isQueued = try send(frame, flags.union(.more))
            if !isQueued && index == 0 { return false }
            // Continue after a refusal, as above.
            isComplete = isComplete && isQueued
        }
        return try send(&last, flags) && isComplete
    }

    private borrowing func queued(_ send: () -> Int32) throws(ZeroMQError) -> Bool {
        while send() == -1 {
            let number = zmq_errno()
            if number == EAGAIN { return false }
            if number != EINTR { throw ZeroMQError(.send, "\(type)", errno: number) }
        }
        return true
    }
}
