/// The latest publications of each stream, for clients that have missed some.
///
/// Bounded in publications and bytes per stream, and in bytes of all streams. The oldest publications are evicted
/// first. The publications of a stream are contiguous up to its newest one, except where `skip` skipped numbers.
package struct ReplayWindow {
    /// The maximum size of all streams together, in bytes.
    package static let maximumBytes = 256 << 20
    /// The bytes that a publication counts beyond its own: its node and the header of its array.
    package static let overhead = 128

    package struct Bounds: Hashable, Sendable {
        /// The maximum number per stream. 0 disables the window.
        package var publications = 10_000
        /// The maximum size per stream. A larger publication isn't stored.
        package var bytes = 16 << 20
        /// The maximum size of all streams.
        package var totalBytes = ReplayWindow.maximumBytes

        package init() {}

        package init(publications: Int, bytes: Int, totalBytes: Int = ReplayWindow.maximumBytes) {
            self.publications = publications
            self.bytes = bytes
            self.totalBytes = totalBytes
        }
    }

    package enum Content: Hashable, Sendable {
        /// A `Publication` in the binary encoding, as subscribers received it.
        case publication([UInt8])
        /// The received frame of an event. Its echo is made on demand, which is rare.
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

    /// A publication, linked in the list of its stream and in the list of all.
    private struct Node {
        var kept: Kept
        var size: Int
        var place: Int
        /// The next node of its stream, or the next unused node.
        var next: Int
        /// The neighbours in the list of all streams.
        var older: Int
        var newer: Int
    }

    private struct Line {
        var first = ReplayWindow.none
        var last = ReplayWindow.none
        var count = 0
        var bytes = 0
        /// Whether the next publication may skip numbers.
        var skips = false
    }

    private static let none = -1

    private let bounds: Bounds
    private var nodes: [Node] = []
    private var unused = Self.none
    /// The lists by the place of the stream.
    private var lines: [Line] = []
    private var oldest = Self.none
    private var newest = Self.none
    /// The size of all publications, with their overhead.
    private(set) package var bytes = 0
    private(set) package var count = 0

    package init(_ bounds: Bounds = Bounds()) {
        self.bounds = bounds
    }

    package var isDisabled: Bool { bounds.publications == 0 }

    // MARK: - Storing

    /// Stores a publication on the stream of `place`, and evicts the oldest ones.
    ///
    /// - Complexity: O(1) on average.
    package mutating func store(_ content: Content, sequence: UInt64, at place: Int) {
        let size = content.size + Self.overhead
        if let last = lastSequence(at: place), last + 1 != sequence, !lines[place].skips { clear(place) }
        if lines.indices.contains(place) { lines[place].skips = false }
        guard !isDisabled, size <= min(bounds.bytes, bounds.totalBytes) else { return clear(place) }
        append(Kept(sequence: sequence, content: content), size: size, at: place)
        while lines[place].count > bounds.publications || lines[place].bytes > bounds.bytes { removeFirst(of: place) }
        while bytes > bounds.totalBytes { removeFirst(of: nodes[oldest].place) }
    }

    /// Removes all publications of a stream.
    package mutating func clear(_ place: Int) {
        guard lines.indices.contains(place) else { return }
        while lines[place].count > 0 { removeFirst(of: place) }
    }

    /// Permits the next publication of a stream to skip numbers. The stored ones stay.
    package mutating func skip(at place: Int) {
        guard lines.indices.contains(place) else { return }
        lines[place].skips = true
    }

    private mutating func append(_ kept: Kept, size: Int, at place: Int) {
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
        // Frees the bytes now rather than when the node is reused.
        nodes[index].kept = Kept(sequence: 0, content: .publication([]))
        nodes[index].next = unused
        unused = index
    }

    private func lastSequence(at place: Int) -> UInt64? {
        guard lines.indices.contains(place), lines[place].count > 0 else { return nil }
        return nodes[lines[place].last].kept.sequence
    }

    // MARK: - Reading

    /// The number of the oldest stored publication, or `nil` if there is none.
    package func oldestSequence(at place: Int) -> UInt64? {
        guard lines.indices.contains(place), lines[place].count > 0 else { return nil }
        return nodes[lines[place].first].kept.sequence
    }

    /// Returns the stored publications from a number on, up to the next skipped number.
    ///
    /// - Parameters:
    ///   - limit: The maximum number of publications.
    ///   - byteLimit: Their maximum size. The first one may be larger.
    /// - Complexity: O(n) in the stored publications of the stream.
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
