import AllocatorWire

extension WirePublication {
    init(
        _ stream: PublicationStreams.Stream, _ sequence: UInt64, _ nanoseconds: Int64, _ body: OneOf_Body
    ) {
        self.init()
        self.sequence = sequence
        cluster = stream.cluster
        master = stream.master
        timeNs = nanoseconds
        self.body = body
    }
}
