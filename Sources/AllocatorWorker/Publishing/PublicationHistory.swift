/// The numbers of all streams, and the latest publications of those that can be replayed.
package struct PublicationHistory {
    package private(set) var streams: PublicationStreams
    package private(set) var window: ReplayWindow

    package init(
        _ bounds: ReplayWindow.Bounds = ReplayWindow.Bounds(), streams: PublicationStreams = PublicationStreams()
    ) {
        self.streams = streams
        window = ReplayWindow(bounds)
    }

    /// The number of a publication, and the place of its stream if the publication is stored.
    package struct Number: Hashable, Sendable {
        /// 0 if the stream exceeds the maximum number of streams.
        package let sequence: UInt64
        package let place: Int?
    }

    package mutating func next(_ stream: PublicationStreams.Stream) -> Number {
        guard let (place, sequence) = streams.next(stream) else { return Number(sequence: 0, place: nil) }
        return Number(sequence: sequence, place: stream.kind.isKept && !window.isDisabled ? place : nil)
    }

    /// Stores a publication. `nil` stands for one that couldn't be encoded, which leaves a gap.
    package mutating func store(_ content: ReplayWindow.Content?, as number: Number) {
        guard let place = number.place else { return }
        if let content {
            window.store(content, sequence: number.sequence, at: place)
        } else {
            window.clear(place)
        }
    }

    package mutating func restore(_ numbers: [PublicationStreams.StreamNumber], of cluster: String) {
        streams.restore(numbers, of: cluster)
    }

    /// Skips the numbers of publications whose content is unknown.
    package mutating func skip(_ count: UInt64, of stream: PublicationStreams.Stream) {
        if let place = streams.skip(count, of: stream) { window.skip(at: place) }
    }

    /// Numbers the further publications of a cluster above `number`. Stored publications stay.
    package mutating func skip(to number: UInt64, in cluster: String) {
        for place in streams.skip(to: number, in: cluster) { window.skip(at: place) }
    }

    /// Stored publications of a stream, and the range of its numbers.
    package struct Excerpt: Hashable, Sendable {
        package let publications: [ReplayWindow.Kept]
        /// The number of the oldest stored publication from the requested number on, or one past the newest if there is
        /// none.
        package let oldest: UInt64
        /// The number of the newest publication, or 0 if there is none.
        package let newest: UInt64
    }

    package func excerpt(
        of stream: PublicationStreams.Stream, from sequence: UInt64, atMost limit: Int, bytes: Int
    ) -> Excerpt {
        guard let (place, newest) = streams.newest(of: stream) else {
            let newest = streams.newestNumber(of: stream)
            return Excerpt(publications: [], oldest: newest + 1, newest: newest)
        }
        let publications = window.publications(at: place, from: sequence, atMost: limit, bytes: bytes)
        var oldest = window.oldestSequence(at: place) ?? newest + 1
        if let first = publications.first {
            // The requested number may be among skipped ones.
            if first.sequence > sequence { oldest = first.sequence }
        } else if sequence <= newest {
            oldest = newest + 1
        }
        return Excerpt(publications: publications, oldest: oldest, newest: newest)
    }
}
