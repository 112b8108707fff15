import AllocatorWire

/// Frames ready to be sent, one behind the other in memory, so that sending them costs no more than ZeroMQ does.
struct Frames: Sendable {
    private(set) var bytes: [UInt8] = []
    /// The offset at which each frame ends in `bytes`.
    private(set) var ends: [Int] = []
    /// 1 where the frame is continued by the next one, of the same batch.
    private(set) var more: [UInt8] = []

    private let encoder = EventEncoder()

    var count: Int { ends.count }
    var isEmpty: Bool { ends.isEmpty }

    /// Bytes of a frame on average.
    var meanSize: Int { isEmpty ? 0 : bytes.count / count }

    /// Appends events as one batch.
    mutating func append(batch: [WireEvent]) throws {
        for (index, event) in batch.enumerated() {
            append(try encoder.encode(event, as: .binary), isLast: index == batch.count - 1)
        }
    }

    /// - Parameter isLast: whether its batch ends with it.
    mutating func append(_ event: WireEvent, isLast: Bool = true) throws {
        append(try encoder.encode(event, as: .binary), isLast: isLast)
    }

    mutating func append(_ frame: [UInt8], isLast: Bool = true) {
        bytes += frame
        ends.append(bytes.count)
        more.append(isLast ? 0 : 1)
    }

    /// Equal frames of one size, one a message.
    static func alike(_ count: Int, size: Int) -> Frames {
        var frames = Frames()
        let frame = [UInt8](repeating: 0x61, count: size)
        for _ in 0..<count { frames.append(frame) }
        return frames
    }
}
