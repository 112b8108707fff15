public import AllocatorWire

/// A publication and the topic that it came under.
public struct ReceivedPublication: Sendable {
    package let topic: Topic

    /// What was published, with its number in its stream and the cluster's time.
    public let publication: WirePublication

    package init(topic: Topic, publication: WirePublication) {
        self.topic = topic
        self.publication = publication
    }

    /// The topic as the protocol writes it, without the `json/` that asks for the other encoding:
    /// `default/offers/m1/f1/`.
    public var topicText: String { String(decoding: topic.bytes(.binary), as: UTF8.self) }
}

extension ReceivedPublication {
    /// Bytes of a publication at most. Above a worker's own limits, so that only nonsense is turned away.
    package static let limits = WireLimits(maximumFrameSize: 128 << 20, maximumMessages: .max)

    /// Reads the two frames of a publication; nil where they are none.
    package init?(frames: [[UInt8]]) {
        guard frames.count == 2, let (topic, _) = Topic.parse(frames[0]),
            let publication = try? PublicationDecoder(limits: Self.limits).decode(frames[1])
        else { return nil }
        self.init(topic: topic, publication: publication)
    }
}
