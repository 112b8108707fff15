/// What the worker takes from the wire before anything else is known of it. Every bound of an input has its name here.
package struct WireLimits: Hashable, Sendable {
    /// Bytes of one frame. An agent's or a framework's whole state fits with room to spare. Once read, a frame of the
    /// worst kind, all empty messages, takes over 300 times its size in memory: read one frame, apply it, read the next.
    package var maximumFrameSize: Int

    /// Frames of one ZeroMQ message. A batch is applied as a whole before anyone else's turn, so it must end soon.
    package var maximumFramesPerBatch: Int

    /// How deep messages lie in messages. The schema needs 12 at most (a constraint's regex in an event that is echoed);
    /// what lies deeper can only be unknown fields, and each level costs stack.
    package var maximumNestingDepth: Int

    package init(
        maximumFrameSize: Int = 16 << 20,
        maximumFramesPerBatch: Int = 10_000,
        maximumNestingDepth: Int = 32
    ) {
        self.maximumFrameSize = maximumFrameSize
        self.maximumFramesPerBatch = maximumFramesPerBatch
        self.maximumNestingDepth = maximumNestingDepth
    }

    /// For a snapshot, which comes from a file of our own: as much as protobuf can write.
    package static let snapshot = WireLimits(maximumFrameSize: 2 << 30)

    /// Bytes of the name of a master or a cluster: names are in every topic, and libzmq compares topics byte by byte.
    package static let maximumNameLength = 255

    /// How much of an unreadable frame is shown to those who look for its sender, in bytes.
    package static let rejectPrefixLength = 64
}
