import CZeroMQ
import Glibc
import Synchronization

/// The number of bytes of messages that were made with it and that libzmq or a caller still holds.
///
/// A message in the queues of several peers exists once and counts once. libzmq bounds its queues by messages. The
/// gauge bounds them by bytes, for callers that check it before each send.
package final class ByteGauge: Sendable {
    private let count = Atomic<Int>(0)
    private let whole: ByteGauge?

    /// - Parameter whole: A gauge that also counts everything that this one counts.
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
    /// A copy of `bytes` that counts until libzmq releases it, after the last peer that it is sent to.
    package init(_ bytes: [UInt8], countedBy gauge: ByteGauge) throws(ZeroMQError) {
        // The size precedes the bytes, because libzmq does not pass it when it releases them.
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
            // It stays an empty message, as `init()` left it.
            zmq_msg_init(pointer)
            owner.release()
            block.deallocate()
            throw error
        }
        gauge.add(bytes.count)
    }

    /// The size of the prefix, which keeps the bytes aligned as the system's allocator would.
    private static var headerSize: Int { 16 }

    /// The callback that frees the bytes. libzmq calls it once, on any thread.
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
