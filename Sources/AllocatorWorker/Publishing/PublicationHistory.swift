/// What was published: the numbers of all streams, and the last publications of those whose publications are kept.
package struct PublicationHistory {
    package private(set) var streams: PublicationStreams
    package private(set) var window: ReplayWindow

    package init(
        _ bounds: ReplayWindow.Bounds = ReplayWindow.Bounds(), streams: PublicationStreams = PublicationStreams()
    ) {
        self.streams = streams
        window = ReplayWindow(bounds)
    }

    /// The number of a publication, and the place under which it is to be kept, if it is.
    package struct Number: Hashable, Sendable {
        /// 0 where its stream is one too many to be counted.
        package let sequence: UInt64
        package let place: Int?
    }

    package mutating func next(_ stream: PublicationStreams.Stream) -> Number {
        guard let (place, sequence) = streams.next(stream) else { return Number(sequence: 0, place: nil) }
        return Number(sequence: sequence, place: stream.kind.isKept && !window.keepsNothing ? place : nil)
    }

    /// Keeps a publication; nil is one that could not be encoded, from which on there is a gap.
    package mutating func keep(_ content: ReplayWindow.Content?, _ number: Number) {
        guard let place = number.place else { return }
        if let content {
            window.keep(content, number.sequence, at: place)
        } else {
            window.clear(place)
        }
    }

    package mutating func restore(_ numbers: [PublicationStreams.StreamNumber], of cluster: String) {
        streams.restore(numbers, of: cluster)
    }

    /// Counts publications that are not known any more.
    package mutating func forget(_ count: UInt64, of stream: PublicationStreams.Stream) {
        if let place = streams.skip(count, of: stream) { window.skip(at: place) }
    }

    /// Lets all streams of a cluster go on behind a number. What is kept of them stays.
    package mutating func skip(to number: UInt64, in cluster: String) {
        for place in streams.skip(to: number, in: cluster) { window.skip(at: place) }
    }

    /// What is kept of a stream from a number on, and between which numbers that lies.
    package struct Excerpt: Hashable, Sendable {
        package let publications: [ReplayWindow.Kept]
        /// Of what is kept from the number that was asked for on; one past the newest where nothing is.
        package let oldest: UInt64
        /// Of what was published; 0 where nothing was.
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
            // What was asked for may lie among numbers that were left out.
            if first.sequence > sequence { oldest = first.sequence }
        } else if sequence <= newest {
            oldest = newest + 1
        }
        return Excerpt(publications: publications, oldest: oldest, newest: newest)
    }
}
