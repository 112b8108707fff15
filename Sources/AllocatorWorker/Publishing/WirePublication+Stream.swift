import AllocatorWire

extension WirePublication {
    init(
        _ stream: PublicationStreams.Stream, sequence: UInt64, nanoseconds: Int64, body: OneOf_Body
    ) {
        self.init()
        self.sequence = sequence
        cluster = stream.cluster
        master = stream.master
        timeNs = nanoseconds
        self.body = body
    }
}
