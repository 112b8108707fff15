import AllocatorWire

/// Encoded frames, contiguous in memory, so that sending costs no more than ZeroMQ itself.
struct Frames: Sendable {
    private(set) var bytes: [UInt8] = []
    /// The offset at which each frame ends in `bytes`.
    private(set) var ends: [Int] = []
    /// For each frame, 1 if the next one belongs to the same batch, otherwise 0.
    private(set) var more: [UInt8] = []

    private let encoder = EventEncoder()

    var count: Int { ends.count }
    var isEmpty: Bool { ends.isEmpty }

    /// The mean size of a frame, in bytes.
    var meanSize: Int { isEmpty ? 0 : bytes.count / count }

    /// Appends events as one batch.
    mutating func append(batch: [WireEvent]) throws {
        for (index, event) in batch.enumerated() {
            append(try encoder.encode(event, as: .binary), isLast: index == batch.count - 1)
        }
    }

    /// - Parameter isLast: Whether the event ends its batch.
    mutating func append(_ event: WireEvent, isLast: Bool = true) throws {
        append(try encoder.encode(event, as: .binary), isLast: isLast)
    }

    mutating func append(_ frame: [UInt8], isLast: Bool = true) {
        bytes += frame
        ends.append(bytes.count)
        more.append(isLast ? 0 : 1)
    }

    /// Returns equal frames of one size, one per message.
    static func alike(_ count: Int, size: Int) -> Frames {
        var frames = Frames()
        let frame = [UInt8](repeating: 0x61, count: size)
        for _ in 0..<count { frames.append(frame) }
        return frames
    }
}
