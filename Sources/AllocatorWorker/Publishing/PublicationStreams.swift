package import AllocatorWire

/// The numbers of publications: 1, 2, 3 … of each stream, which is a (cluster, kind of topic, master).
///
/// Every publication is counted, also one that nobody subscribes to and that is therefore never encoded. So a subscriber
/// that joins late sees a first number above 1 and from then on every number: one that is missing was lost.
package struct PublicationStreams {
    /// Streams that are counted. Their names come from outside, so they must be bounded; what is published on a stream
    /// beyond carries the number 0.
    package static let maximumCount = 200_000

    package struct Stream: Hashable, Sendable {
        package let cluster: String
        package let kind: Topic.Kind
        package let master: String

        package init(cluster: String, kind: Topic.Kind, master: String) {
            self.cluster = cluster
            self.kind = kind
            self.master = master
        }
    }

    /// The place of each stream in `numbers`; it keeps it.
    private var places: [Stream: Int] = [:]
    /// The stream that was counted last, and its place: most often it is the next one too.
    private var latest: (stream: Stream, place: Int)?
    private var numbers: [UInt64] = []
    /// Of each cluster: the number behind which its kept streams begin, where that is not 0.
    private var floors: [String: UInt64] = [:]
    private let limit: Int

    package init(limit: Int = Self.maximumCount) {
        self.limit = limit
    }

    /// Leaves out so many numbers of a stream.
    ///
    /// - Returns: Its place; nil where it is one too many to be counted.
    package mutating func skip(_ count: UInt64, of stream: Stream) -> Int? {
        guard let place = find(stream) ?? insert(stream) else { return nil }
        let (sum, overflows) = numbers[place].addingReportingOverflow(count)
        numbers[place] = overflows ? .max - 1 : min(sum, .max - 1)
        return place
    }

    /// The place of the stream and its next number; nil where it is one too many to be counted.
    package mutating func next(_ stream: Stream) -> (place: Int, number: UInt64)? {
        guard let place = find(stream) ?? insert(stream), numbers[place] < .max - 1 else { return nil }
        numbers[place] += 1
        return (place, numbers[place])
    }

    /// The place of a stream that something was published on, and the number of the newest publication.
    package func newest(of stream: Stream) -> (place: Int, number: UInt64)? {
        places[stream].map { ($0, numbers[$0]) }
    }

    /// The number of the newest publication of a stream; 0, or the number that it begins behind, where there was none.
    package func newestNumber(of stream: Stream) -> UInt64 {
        places[stream].map { numbers[$0] } ?? floor(of: stream)
    }

    private func floor(of stream: Stream) -> UInt64 {
        floors.isEmpty || !stream.kind.isKept ? 0 : floors[stream.cluster] ?? 0
    }

    private mutating func find(_ stream: Stream) -> Int? {
        if let latest, latest.stream == stream { return latest.place }
        guard let place = places[stream] else { return nil }
        latest = (stream, place)
        return place
    }

    private mutating func insert(_ stream: Stream) -> Int? {
        guard numbers.count < limit else { return nil }
        places[stream] = numbers.count
        numbers.append(floor(of: stream))
        return numbers.count - 1
    }

    // MARK: - Kept beyond the worker's life

    /// The newest number of a stream of some cluster.
    package struct StreamNumber: Hashable, Sendable {
        package let kind: Topic.Kind
        package let master: String
        package let number: UInt64

        package init(kind: Topic.Kind, master: String, number: UInt64) {
            self.kind = kind
            self.master = master
            self.number = number
        }
    }

    /// The numbers of a cluster that outlive the worker where it keeps a journal, by kind and master. `acks` are none of
    /// them: what they say depends on when they are sent, so they begin anew with the worker, as `rejects`, `heartbeat` and
    /// `metrics` do, which belong to no cluster.
    ///
    /// - Complexity: O(n log n) in the streams of all clusters.
    package func numbers(of cluster: String) -> [StreamNumber] {
        places
            .filter { $0.key.cluster == cluster && $0.key.kind.isKept }
            .map { StreamNumber(kind: $0.key.kind, master: $0.key.master, number: numbers[$0.value]) }
            .sorted { ($0.kind.rawValue, $0.master) < ($1.kind.rawValue, $1.master) }
    }

    /// Lets the streams of a cluster go on from where `numbers(of:)` had them. Those beyond the limit are left out.
    package mutating func restore(_ numbers: [StreamNumber], of cluster: String) {
        for number in numbers {
            let stream = Stream(cluster: cluster, kind: number.kind, master: number.master)
            if let place = places[stream] ?? insert(stream) { self.numbers[place] = number.number }
        }
    }

    /// The highest number of any kept stream of a cluster.
    ///
    /// - Complexity: O(n) in the streams of all clusters.
    package func highestNumber(of cluster: String) -> UInt64 {
        places.lazy.filter { $0.key.cluster == cluster && $0.key.kind.isKept }
            .reduce(floors[cluster] ?? 0) { max($0, numbers[$1.value]) }
    }

    /// Lets all kept streams of a cluster go on behind a number, also those that begin later.
    ///
    /// - Returns: The places of the streams that leave out numbers.
    /// - Complexity: O(n) in the streams of all clusters.
    package mutating func skip(to number: UInt64, in cluster: String) -> [Int] {
        guard number > floors[cluster] ?? 0 else { return [] }
        floors[cluster] = number
        let skipping = places.filter {
            $0.key.cluster == cluster && $0.key.kind.isKept && numbers[$0.value] < number
        }.map(\.value)
        for place in skipping { numbers[place] = number }
        return skipping
    }
}

extension Topic.Kind {
    /// Whether its publications can be asked for again, and its numbers go on after a restart that has a journal. Not so
    /// those of which only the newest matters.
    package var isKept: Bool {
        switch self {
        case .offers, .inverseOffers, .rescinds, .replies, .runs, .events: true
        case .acks, .rejects, .heartbeat, .metrics: false
        }
    }

    /// Whether its topics name a master.
    package var isOfMaster: Bool {
        switch self {
        case .offers, .inverseOffers, .rescinds, .replies, .acks: true
        case .runs, .events, .rejects, .heartbeat, .metrics: false
        }
    }
}

extension Topic {
    package var stream: PublicationStreams.Stream {
        switch self {
        case .offers(let cluster, let master, _): .init(cluster: cluster, kind: kind, master: master)
        case .inverseOffers(let cluster, let master, _): .init(cluster: cluster, kind: kind, master: master)
        case .rescinds(let cluster, let master, _): .init(cluster: cluster, kind: kind, master: master)
        case .replies(let cluster, let master): .init(cluster: cluster, kind: kind, master: master)
        case .acks(let cluster, let master): .init(cluster: cluster, kind: kind, master: master)
        case .runs(let cluster): .init(cluster: cluster, kind: kind, master: "")
        case .events(let cluster): .init(cluster: cluster, kind: kind, master: "")
        case .rejects, .heartbeat, .metrics: .init(cluster: "", kind: kind, master: "")
        }
    }
}
