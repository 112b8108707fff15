import CZeroMQ
import Glibc
import Synchronization

/// How many bytes of messages are in memory: what was made with it and is not let go of yet, by whoever holds it.
///
/// A message that waits for several peers is there once, and counts once. libzmq bounds its queues by messages; this bounds
/// them by bytes, for who looks before each send.
package final class ByteGauge: Sendable {
    private let count = Atomic<Int>(0)
    private let whole: ByteGauge?

    /// - Parameter whole: What counts everything that this one counts, too.
    package init(partOf whole: ByteGauge? = nil) {
        self.whole = whole
    }

    package var bytes: Int { count.load(ordering: .relaxed) }

    fileprivate func add(_ bytes: Int) {
        count.add(bytes, ordering: .relaxed)
        whole?.add(bytes)
    }
}

extension Message {
    /// A copy of `bytes` that counts until libzmq, after the last peer that it is sent to, lets go of it.
    package init(_ bytes: [UInt8], countedBy gauge: ByteGauge) throws(ZeroMQError) {
        // The size stands in front of the bytes: libzmq does not tell it when it lets go of them.
        let block = UnsafeMutableRawPointer.allocate(
            byteCount: Self.headerSize + bytes.count, alignment: Self.headerSize)
        block.storeBytes(of: bytes.count, as: Int.self)
        let content = block + Self.headerSize
        bytes.withUnsafeBytes { source in
            if let start = source.baseAddress { content.copyMemory(from: start, byteCount: source.count) }
        }
        self.init()
        let owner = Unmanaged.passRetained(gauge)
        guard zmq_msg_init_data(pointer, content, bytes.count, Self.letGo, owner.toOpaque()) == 0 else {
            let error = ZeroMQError.last(.createMessage, "of \(bytes.count) bytes")
            // Left as it was before, by `init()`: an empty message.
            zmq_msg_init(pointer)
            owner.release()
            block.deallocate()
            throw error
        }
        gauge.add(bytes.count)
    }

    /// As much as keeps the bytes aligned as the system's allocator would have them.
    private static var headerSize: Int { 16 }

    /// Called once, by any thread.
    private static var letGo: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Void {
        { content, hint in
            guard let content, let hint else { return }
            let block = content - Message.headerSize
            let gauge = Unmanaged<ByteGauge>.fromOpaque(hint).takeRetainedValue()
            gauge.add(-block.load(as: Int.self))
            block.deallocate()
        }
    }
}
