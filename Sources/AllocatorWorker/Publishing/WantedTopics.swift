import AllocatorWire

/// Which of a stream's topics somebody subscribes to, for streams that have the same topic always: it is found out again only
/// when the subscriptions have changed.
struct WantedTopics {
    struct Frame {
        let encoding: WireEncoding
        let topic: [UInt8]
    }

    private struct Entry {
        var revision: UInt64
        var frames: [Frame]
    }

    /// By the place of the stream; bounded with the streams.
    private var entries: [Int: Entry] = [:]

    /// The topic in each encoding in which somebody wants it.
    ///
    /// - Parameter place: of the stream, which has this topic only.
    mutating func frames(of topic: Topic, at place: Int, _ subscriptions: SubscriptionTable) -> [Frame] {
        if let entry = entries[place], entry.revision == subscriptions.revision { return entry.frames }
        let frames = Self.frames(of: topic, subscriptions)
        entries[place] = Entry(revision: subscriptions.revision, frames: frames)
        return frames
    }

    static func frames(of topic: Topic, _ subscriptions: SubscriptionTable) -> [Frame] {
        WireEncoding.allCases.compactMap { encoding in
            let bytes = topic.bytes(encoding)
            return subscriptions.wants(bytes) ? Frame(encoding: encoding, topic: bytes) : nil
        }
    }
}

extension Topic.Kind {
    /// Whether a stream of this kind has one topic, which its publications need not name again.
    var hasOneTopicAStream: Bool {
        switch self {
        case .offers, .inverseOffers, .rescinds: false
        case .replies, .acks, .runs, .events, .rejects, .heartbeat, .metrics: true
        }
    }
}
