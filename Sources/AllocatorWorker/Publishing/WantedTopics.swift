import AllocatorWire

/// A cache of the subscribed encodings of streams that have one topic each. A change of the subscriptions invalidates
/// it.
struct WantedTopics {
    struct Frame {
        let encoding: WireEncoding
        let topic: [UInt8]
    }

    private struct Entry {
        var revision: UInt64
        var frames: [Frame]
    }

    /// The entries by the place of the stream. Bounded by the number of streams.
    private var entries: [Int: Entry] = [:]

    /// The topic in each encoding that has subscribers.
    ///
    /// - Parameter place: The place of the stream.
    mutating func frames(of topic: Topic, at place: Int, subscriptions: SubscriptionTable) -> [Frame] {
        if let entry = entries[place], entry.revision == subscriptions.revision { return entry.frames }
        let frames = Self.frames(of: topic, subscriptions: subscriptions)
        entries[place] = Entry(revision: subscriptions.revision, frames: frames)
        return frames
    }

    static func frames(of topic: Topic, subscriptions: SubscriptionTable) -> [Frame] {
        WireEncoding.allCases.compactMap { encoding in
            let bytes = topic.bytes(encoding)
            return subscriptions.wants(bytes) ? Frame(encoding: encoding, topic: bytes) : nil
        }
    }
}

extension Topic.Kind {
    /// Whether a stream of this kind has a single topic.
    var hasSingleTopic: Bool {
        switch self {
        case .offers, .inverseOffers, .rescinds: false
        case .replies, .acks, .runs, .events, .rejects, .heartbeat, .metrics: true
        }
    }
}
