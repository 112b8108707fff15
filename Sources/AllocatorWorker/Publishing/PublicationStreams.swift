package import AllocatorWire

/// The numbers of publications: 1, 2, 3 … of each stream, which is a (cluster, kind of topic, master).
///
/// Every publication is counted, also one that nobody subscribes to and that is therefore never encoded. So a subscriber
/// that joins late sees a first number above 1 and from then on every number: one that is missing was lost.
package struct PublicationStreams {
    /// Streams that are counted. Their names come from outside, so they must be bounded; what is published on a stream
    /// beyond carries the number 0.
    package static let maximumCount = 200_000

    package struct Stream: Hashable {
        package let cluster: String
        package let kind: Topic.Kind
        package let master: String

        package init(cluster: String, kind: Topic.Kind, master: String) {
            self.cluster = cluster
            self.kind = kind
            self.master = master
        }
    }

    private var numbers: [Stream: UInt64] = [:]
    private let limit: Int

    package init(limit: Int = Self.maximumCount) {
        self.limit = limit
    }

    private var isFull: Bool { numbers.count >= limit }

    /// The next number of the stream; 0 where it is one too many to be counted.
    package mutating func next(_ stream: Stream) -> UInt64 {
        if let index = numbers.index(forKey: stream) {
            numbers.values[index] += 1
            return numbers.values[index]
        }
        guard !isFull else { return 0 }
        numbers[stream] = 1
        return 1
    }
}

extension Topic {
    var stream: PublicationStreams.Stream {
        switch self {
        case .offers(let cluster, let master, _): .init(cluster: cluster, kind: kind, master: master)
        case .inverseOffers(let cluster, let master, _): .init(cluster: cluster, kind: kind, master: master)
        case .rescinds(let cluster, let master, _): .init(cluster: cluster, kind: kind, master: master)
        case .replies(let cluster, let master): .init(cluster: cluster, kind: kind, master: master)
        case .acks(let cluster, let master): .init(cluster: cluster, kind: kind, master: master)
        case .runs(let cluster): .init(cluster: cluster, kind: kind, master: "")
        case .events(let cluster): .init(cluster: cluster, kind: kind, master: "")
        case .rejects, .heartbeat: .init(cluster: "", kind: kind, master: "")
        }
    }
}
