import CZeroMQ

/// One frame: bytes that libzmq holds.
///
/// libzmq keeps up to 33 bytes inside its own structure, so that one must not move while its bytes are looked at: it is in
/// memory of its own, allocated once for the life of the `Message`. To receive without allocating, receive into the same
/// message again and again.
package struct Message: ~Copyable {
    let pointer: UnsafeMutablePointer<zmq_msg_t>

    /// An empty frame.
    package init() {
        pointer = .allocate(capacity: 1)
        // Cannot fail: it allocates nothing.
        zmq_msg_init(pointer)
    }

    /// A frame of `count` bytes, written by `fill`, which sees them uninitialised and must set them all.
    package init(
        count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Void
    ) throws(ZeroMQError) {
        precondition(count >= 0, "a message cannot have \(count) bytes")
        let pointer = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: 1)
        guard zmq_msg_init_size(pointer, count) == 0 else {
            let error = ZeroMQError.last(.createMessage, "of \(count) bytes")
            pointer.deallocate()
            throw error
        }
        fill(UnsafeMutableRawBufferPointer(start: zmq_msg_data(pointer), count: count))
        self.pointer = pointer
    }

    package init(copying bytes: UnsafeRawBufferPointer) throws(ZeroMQError) {
        try self.init(count: bytes.count) { $0.copyMemory(from: bytes) }
    }

    package init(copying bytes: RawSpan) throws(ZeroMQError) {
        try self.init(count: bytes.byteCount) { target in
            bytes.withUnsafeBytes { target.copyMemory(from: $0) }
        }
    }

    package init(_ bytes: [UInt8]) throws(ZeroMQError) {
        try self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    /// A second message of the same bytes. Above 33 bytes the two share them.
    package init(copying other: borrowing Message) throws(ZeroMQError) {
        self.init()
        guard zmq_msg_copy(pointer, other.pointer) == 0 else { throw .last(.createMessage, "as a copy") }
    }

    deinit {
        // Fails for what is not a message only, which the type rules out.
        zmq_msg_close(pointer)
        pointer.deallocate()
    }

    /// In bytes.
    package var count: Int { zmq_msg_size(pointer) }

    package var isEmpty: Bool { count == 0 }

    /// Whether this frame was received with another one of the same message behind it.
    package var more: Bool { zmq_msg_more(pointer) != 0 }

    /// The bytes, copied.
    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The bytes where libzmq holds them, for as long as `body` runs.
    package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(buffer.bytes)
    }

    /// The bytes where libzmq holds them; the pointer is good for as long as `body` runs.
    package borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(buffer)
    }

    private var buffer: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: zmq_msg_data(pointer), count: zmq_msg_size(pointer))
    }

    /// Takes over what `other` holds and leaves it empty. No byte is copied above 33.
    package mutating func move(from other: inout Message) {
        // Fails for what is not a message only, which the type rules out.
        zmq_msg_move(pointer, other.pointer)
    }
}
