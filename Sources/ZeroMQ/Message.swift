import CZeroMQ

/// A frame, whose bytes libzmq holds.
///
/// libzmq stores up to 33 bytes inside its own structure, which must not move while they are accessed. The structure is
/// therefore allocated once for the life of the `Message`. To receive without allocating, reuse a message.
package struct Message: ~Copyable {
    let pointer: UnsafeMutablePointer<zmq_msg_t>

    /// An empty frame.
    package init() {
        pointer = .allocate(capacity: 1)
        // Cannot fail, because it allocates nothing.
        zmq_msg_init(pointer)
    }

    /// A frame of `count` bytes. `fill` gets them uninitialized and must set them all.
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

    /// Returns a copy. Above 33 bytes, it shares the bytes.
    package init(copying other: borrowing Message) throws(ZeroMQError) {
        self.init()
        guard zmq_msg_copy(pointer, other.pointer) == 0 else { throw .last(.createMessage, "as a copy") }
    }

    deinit {
        // Fails only for an invalid message, which the type excludes.
        zmq_msg_close(pointer)
        pointer.deallocate()
    }

    /// The size in bytes.
    package var count: Int { zmq_msg_size(pointer) }

    package var isEmpty: Bool { count == 0 }

    /// Whether another frame of the same message follows.
    package var more: Bool { zmq_msg_more(pointer) != 0 }

    /// A copy of the bytes.
    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The bytes in libzmq's memory, valid while `body` runs.
    package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(buffer.bytes)
    }

    /// The bytes in libzmq's memory; the pointer is valid while `body` runs.
    package borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(buffer)
    }

    private var buffer: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: zmq_msg_data(pointer), count: zmq_msg_size(pointer))
    }

    /// Moves the content of `other`, which is empty then. Above 33 bytes nothing is copied.
    package mutating func move(from other: inout Message) {
        // Fails only for an invalid message, which the type excludes.
        zmq_msg_move(pointer, other.pointer)
    }
}
