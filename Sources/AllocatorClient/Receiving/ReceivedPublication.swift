public import AllocatorWire

/// A publication and its topic.
public struct ReceivedPublication: Sendable {
    package let topic: Topic

    /// The publication, with its number in its stream and the cluster's time.
    public let publication: WirePublication

    package init(topic: Topic, publication: WirePublication) {
        self.topic = topic
        self.publication = publication
    }

    /// The topic without the `json/` of the encoding, such as `default/offers/m1/f1/`.
    public var topicText: String { String(decoding: topic.bytes(.binary), as: UTF8.self) }
}

extension ReceivedPublication {
    /// The decoding limits. They exceed a worker's own limits, so that only malformed publications are rejected.
    package static let limits = WireLimits(maximumFrameSize: 128 << 20, maximumMessages: .max)

    /// Decodes the two frames of a publication.
    ///
    /// - Returns: `nil` if they are malformed.
    package init?(frames: [[UInt8]]) {
        guard frames.count == 2, let (topic, _) = Topic.parse(frames[0]),
            let publication = try? PublicationDecoder(limits: Self.limits).decode(frames[1])
        else { return nil }
        self.init(topic: topic, publication: publication)
    }
}
