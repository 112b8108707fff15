/// The limits of input from the wire, applied before anything else is known of it. Every bound of an input is named
/// here.
package struct WireLimits: Hashable, Sendable {
    /// Bytes of one frame. An agent's or a framework's whole state fits with room to spare.
    package var maximumFrameSize: Int

    /// The maximum number of messages in one frame, counting everything that may be one. Empty messages take over 300
    /// times their size in memory once decoded: so many take up to some 220 MiB. An agent of 10,000 resources has some
    /// 50,000. Decode one frame, apply it, then decode the next.
    package var maximumMessages: Int

    /// Frames of one ZeroMQ message. A batch is applied as a whole before anyone else's turn, so it must end soon.
    package var maximumFramesPerBatch: Int

    /// The maximum depth of nested messages. The schema needs at most 12 (a constraint's regex in an event that is
    /// echoed). Anything deeper can only be unknown fields, and each level costs stack.
    package var maximumNestingDepth: Int

    package init(
        maximumFrameSize: Int = 16 << 20,
        maximumMessages: Int = 350_000,
        maximumFramesPerBatch: Int = 10_000,
        maximumNestingDepth: Int = 32
    ) {
        self.maximumFrameSize = maximumFrameSize
        self.maximumMessages = maximumMessages
        self.maximumFramesPerBatch = maximumFramesPerBatch
        self.maximumNestingDepth = maximumNestingDepth
    }

    /// The limits for content that was accepted once and kept in a file of our own: the maximum that protobuf can
    /// write.
    package static let kept = WireLimits(maximumFrameSize: 2 << 30, maximumMessages: .max)

    /// Bytes of the name of a master or a cluster: names are in every topic, and libzmq compares topics byte by byte.
    package static let maximumNameLength = 255

    /// The bytes of an unreadable frame that are shown, to help find its sender.
    package static let rejectPrefixLength = 64
}
