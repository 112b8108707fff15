/// The last publications of each stream, for who has missed some.
///
/// Bounded three times: in publications and bytes of each stream, and in bytes of all of them, where the oldest of any stream
/// goes first. What is kept of a stream ends with its newest publication and has no gaps, but where `skip` left numbers out.
package struct ReplayWindow {
    /// Bytes of all streams together.
    package static let maximumBytes = 256 << 20
    /// What a publication counts beyond its own bytes: its place in the books and the head of its array.
    package static let overhead = 128

    package struct Bounds: Hashable, Sendable {
        /// Of one stream. 0: nothing is kept.
        package var publications = 10_000
        /// Of one stream; one publication that is larger cannot be kept.
        package var bytes = 16 << 20
        /// Of all streams.
        package var totalBytes = ReplayWindow.maximumBytes

        package init() {}

        package init(publications: Int, bytes: Int, totalBytes: Int = ReplayWindow.maximumBytes) {
            self.publications = publications
            self.bytes = bytes
            self.totalBytes = totalBytes
        }
    }

    package enum Content: Hashable, Sendable {
        /// A `Publication` in binary, as subscribers got it.
        case publication([UInt8])
        /// The frame of an event as it came, to be made into its echo where somebody asks for it: most often nobody does.
        case event([UInt8], nanoseconds: Int64)

        package var size: Int {
            switch self {
            case .publication(let bytes), .event(let bytes, _): bytes.count
            }
        }
    }

    package struct Kept: Hashable, Sendable {
        package let sequence: UInt64
        package let content: Content
    }

    /// A publication, in the lists of its stream and of all.
    private struct Node {
        var kept: Kept
        var size: Int
        var place: Int
        /// In its stream; of an unused node, the next unused one.
        var next: Int
        /// Of all streams.
        var older: Int
        var newer: Int
    }

    private struct Line {
        var first = ReplayWindow.none
        var last = ReplayWindow.none
        var count = 0
        var bytes = 0
        /// The next publication may leave out numbers.
        var skips = false
    }

    private static let none = -1

    private let bounds: Bounds
    private var nodes: [Node] = []
    private var unused = Self.none
    /// By the place of the stream.
    private var lines: [Line] = []
    private var oldest = Self.none
    private var newest = Self.none
    /// With the overhead.
    private(set) package var bytes = 0
    private(set) package var count = 0

    package init(_ bounds: Bounds = Bounds()) {
        self.bounds = bounds
    }

    package var keepsNothing: Bool { bounds.publications == 0 }

    // MARK: - Keeping

    /// Keeps what was published on the stream of `place`, at the expense of what is oldest.
    ///
    /// - Complexity: O(1) on average.
    package mutating func keep(_ content: Content, _ sequence: UInt64, at place: Int) {
        let size = content.size + Self.overhead
        if let last = lastSequence(at: place), last + 1 != sequence, !lines[place].skips { clear(place) }
        if lines.indices.contains(place) { lines[place].skips = false }
        guard !keepsNothing, size <= min(bounds.bytes, bounds.totalBytes) else { return clear(place) }
        append(Kept(sequence: sequence, content: content), size, at: place)
        while lines[place].count > bounds.publications || lines[place].bytes > bounds.bytes { removeFirst(of: place) }
        while bytes > bounds.totalBytes { removeFirst(of: nodes[oldest].place) }
    }

    /// Forgets a stream: what comes next leaves a gap to what is kept.
    package mutating func clear(_ place: Int) {
        guard lines.indices.contains(place) else { return }
        while lines[place].count > 0 { removeFirst(of: place) }
    }

    /// Lets the next publication of a stream leave out numbers: what is kept of it before stays.
    package mutating func skip(at place: Int) {
        guard lines.indices.contains(place) else { return }
        lines[place].skips = true
    }

    private mutating func append(_ kept: Kept, _ size: Int, at place: Int) {
        while lines.count <= place { lines.append(Line()) }
        let node = Node(kept: kept, size: size, place: place, next: Self.none, older: newest, newer: Self.none)
        let index: Int
        if unused == Self.none {
            index = nodes.count
            nodes.append(node)
        } else {
            index = unused
            unused = nodes[index].next
            nodes[index] = node
        }
        if newest == Self.none { oldest = index } else { nodes[newest].newer = index }
        newest = index
        if lines[place].count == 0 { lines[place].first = index } else { nodes[lines[place].last].next = index }
        lines[place].last = index
        lines[place].count += 1
        lines[place].bytes += size
        bytes += size
        count += 1
    }

    private mutating func removeFirst(of place: Int) {
        let index = lines[place].first
        let (older, newer, size) = (nodes[index].older, nodes[index].newer, nodes[index].size)
        lines[place].first = nodes[index].next
        lines[place].count -= 1
        lines[place].bytes -= size
        bytes -= size
        count -= 1
        if older == Self.none { oldest = newer } else { nodes[older].newer = newer }
        if newer == Self.none { newest = older } else { nodes[newer].older = older }
        // The bytes are let go at once, not when the node is used again.
        nodes[index].kept = Kept(sequence: 0, content: .publication([]))
        nodes[index].next = unused
        unused = index
    }

    private func lastSequence(at place: Int) -> UInt64? {
        guard lines.indices.contains(place), lines[place].count > 0 else { return nil }
        return nodes[lines[place].last].kept.sequence
    }

    // MARK: - Giving back

    /// The number of the oldest publication that is kept; nil where none is.
    package func oldestSequence(at place: Int) -> UInt64? {
        guard lines.indices.contains(place), lines[place].count > 0 else { return nil }
        return nodes[lines[place].first].kept.sequence
    }

    /// What is kept from a number on, or from the oldest on where that is later, up to where numbers were left out: at most so
    /// many and, but for the first, at most so many bytes.
    ///
    /// - Complexity: O(n) in what is kept of the stream.
    package func publications(
        at place: Int, from sequence: UInt64, atMost limit: Int, bytes byteLimit: Int
    ) -> [Kept] {
        guard lines.indices.contains(place), lines[place].count > 0 else { return [] }
        var found: [Kept] = []
        var size = 0
        var index = lines[place].first
        while index != Self.none, found.count < limit {
            let kept = nodes[index].kept
            index = nodes[index].next
            guard kept.sequence >= sequence else { continue }
            size += kept.content.size
            if !found.isEmpty && size > byteLimit { break }
            if let last = found.last, last.sequence + 1 != kept.sequence { break }
            found.append(kept)
        }
        return found
    }
}
