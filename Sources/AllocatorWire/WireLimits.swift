/// The limits of input from the wire, checked before the input is decoded.
package struct WireLimits: Hashable, Sendable {
    /// The maximum size of a frame, in bytes, well above the state of the largest agent or framework.
    package var maximumFrameSize: Int

    /// The maximum number of messages in a frame, counting everything that may be one. A decoded empty message takes
    /// over 300 times its size on the wire, so that the maximum takes up to 220 MiB. An agent with 10,000 resources has
    /// about 50,000 messages. Decode and apply frames one at a time.
    package var maximumMessages: Int

    /// The maximum number of frames in a ZeroMQ message. A batch is applied as a whole, so its size bounds the delay of
    /// other masters.
    package var maximumFramesPerBatch: Int

    /// The maximum nesting depth of messages. The schema needs 12, for a constraint's regex in an echoed event. Deeper
    /// nesting occurs in unknown fields only, and each level costs stack.
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

    /// The limits for previously accepted content in the worker's own files: the maximum that protobuf can encode.
    package static let kept = WireLimits(maximumFrameSize: 2 << 30, maximumMessages: .max)

    /// The maximum length of a master's or cluster's name, in bytes. Every topic contains names, and libzmq matches
    /// topics byte by byte.
    package static let maximumNameLength = 255

    /// The number of bytes of an unreadable frame that a report quotes, to help find its sender.
    package static let rejectPrefixLength = 64
}
