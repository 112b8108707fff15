package import AllocatorWire

/// The numbers of publications: 1, 2, 3 … in each stream, which is a (cluster, kind of topic, master).
///
/// Every publication is counted, even one without subscribers, which is never encoded. So a late subscriber sees a
/// first number above 1 and then every number: a missing number is a lost publication.
package struct PublicationStreams {
    /// The maximum number of streams. Their names come from outside, so they must be bounded. Publications on further
    /// streams carry the number 0.
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

    /// The place of each stream in `numbers`. It never changes.
    private var places: [Stream: Int] = [:]
    /// The most recent lookup: consecutive publications are mostly on one stream.
    private var latest: (stream: Stream, place: Int)?
    private var numbers: [UInt64] = []
    /// The number above which the new streams of a cluster begin, if it isn't 0.
    private var floors: [String: UInt64] = [:]
    private let limit: Int

    package init(limit: Int = Self.maximumCount) {
        self.limit = limit
    }

    /// Skips numbers of a stream.
    ///
    /// - Returns: Its place, or `nil` if it exceeds the maximum number of streams.
    package mutating func skip(_ count: UInt64, of stream: Stream) -> Int? {
        guard let place = find(stream) ?? insert(stream) else { return nil }
        let (sum, overflows) = numbers[place].addingReportingOverflow(count)
        numbers[place] = overflows ? .max - 1 : min(sum, .max - 1)
        return place
    }

    /// Counts a publication.
    ///
    /// - Returns: The place of the stream and its next number, or `nil` if it exceeds the maximum number of streams.
    package mutating func next(_ stream: Stream) -> (place: Int, number: UInt64)? {
        guard let place = find(stream) ?? insert(stream), numbers[place] < .max - 1 else { return nil }
        numbers[place] += 1
        return (place, numbers[place])
    }

    /// The place of a stream and the number of its newest publication.
    ///
    /// - Returns: The place and the number, or `nil` if nothing was published on the stream.
    package func newest(of stream: Stream) -> (place: Int, number: UInt64)? {
        places[stream].map { ($0, numbers[$0]) }
    }

    /// The number of the newest publication of a stream, or the number above which it begins if there is none.
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

    // MARK: - Recovery

    /// The newest number of a stream in a cluster.
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

    /// The numbers of a cluster that a journal stores, ordered by kind and master. The content of `acks` depends on
    /// when they are sent, so their numbers restart with the worker. So do those of `rejects`, `heartbeat` and
    /// `metrics`, which belong to no cluster.
    ///
    /// - Complexity: O(n log n) in the streams of all clusters.
    package func numbers(of cluster: String) -> [StreamNumber] {
        places
            .filter { $0.key.cluster == cluster && $0.key.kind.isKept }
            .map { StreamNumber(kind: $0.key.kind, master: $0.key.master, number: numbers[$0.value]) }
            .sorted { ($0.kind.rawValue, $0.master) < ($1.kind.rawValue, $1.master) }
    }

    /// Restores what `numbers(of:)` returned, up to the maximum number of streams.
    package mutating func restore(_ numbers: [StreamNumber], of cluster: String) {
        for number in numbers {
            let stream = Stream(cluster: cluster, kind: number.kind, master: number.master)
            if let place = places[stream] ?? insert(stream) { self.numbers[place] = number.number }
        }
    }

    /// The highest number of any stored stream of a cluster.
    ///
    /// - Complexity: O(n) in the streams of all clusters.
    package func highestNumber(of cluster: String) -> UInt64 {
        places.lazy.filter { $0.key.cluster == cluster && $0.key.kind.isKept }
            .reduce(floors[cluster] ?? 0) { max($0, numbers[$1.value]) }
    }

    /// Numbers the further publications of all stored streams of a cluster above `number`, also of streams that begin
    /// later.
    ///
    /// - Returns: The places of the streams that skip numbers.
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
    /// Whether its publications can be replayed, and its numbers survive a restart with a journal. Kinds of which only
    /// the newest publication matters aren't stored.
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
