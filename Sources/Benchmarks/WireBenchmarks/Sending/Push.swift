import CZeroMQBound

/// A PUSH socket driven by the C loop of the bound. It must stay on the thread that created it.
struct Push: ~Copyable {
    private let socket: OpaquePointer

    init(to endpoint: String) throws {
        guard let socket = zeromq_bound_push(endpoint) else { throw BenchmarkFailure("no socket to \(endpoint)") }
        self.socket = socket
    }

    deinit { zeromq_bound_close(socket) }

    /// Sends all frames, without a timeout.
    func send(_ frames: Frames) throws {
        var next = 0
        while next < frames.count { next += try send(frames, next..<frames.count) }
    }

    /// Sends a range of frames. Returns the number sent, which is lower if the receiver accepts nothing for 100 ms.
    func send(_ frames: Frames, _ range: Range<Int>) throws -> Int {
        let sent = frames.bytes.withUnsafeBufferPointer { bytes in
            frames.ends.withUnsafeBufferPointer { ends in
                ends.withMemoryRebound(to: Int.self) { ends in
                    frames.more.withUnsafeBufferPointer { more in
                        zeromq_bound_send(
                            socket, bytes.baseAddress, ends.baseAddress, more.baseAddress, range.lowerBound,
                            range.upperBound)
                    }
                }
            }
        }
        guard sent >= 0 else { throw BenchmarkFailure("sending failed") }
        return sent
    }
}
