/// Elements in an order that the caller knows, as a list of short lists, so that an element is put in or taken out without
/// moving all that follow.
///
/// No list is empty. A copy shares its lists until one of them changes, so that what is being read may change meanwhile.
package struct SortedChunks<Element: Sendable>: Sendable {
    /// How long a list becomes before it is split.
    private static var longest: Int { 128 }

    /// Where an element is; it holds until something is put in or taken out.
    package struct Location: Equatable, Sendable {
        fileprivate var chunk: Int
        fileprivate var position: Int
    }

    package private(set) var chunks: [[Element]] = []
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    // MARK: Finding

    /// Where the first element is for which `belongsAtOrAfter` holds, in an order in which it holds for all that follow.
    ///
    /// - Complexity: O(log *n*)
    package func location(where belongsAtOrAfter: (Element) -> Bool) -> Location {
        // The first list whose last element is there already.
        let chunk = chunks.partitionPoint { belongsAtOrAfter($0[$0.count - 1]) }
        guard chunk < chunks.count else { return Location(chunk: chunk, position: 0) }
        return Location(chunk: chunk, position: chunks[chunk].partitionPoint(where: belongsAtOrAfter))
    }

    /// The first element, and where it is.
    package var first: (element: Element, location: Location)? {
        chunks.first.map { ($0[0], Location(chunk: 0, position: 0)) }
    }

    /// How many elements come before a location.
    ///
    /// - Complexity: linear in the lists, of which there are few.
    package func offset(of location: Location) -> Int {
        chunks[..<location.chunk].reduce(location.position) { $0 + $1.count }
    }

    package func element(before location: Location) -> Element? {
        if location.position > 0 { return chunks[location.chunk][location.position - 1] }
        return location.chunk > 0 ? chunks[location.chunk - 1].last : nil
    }

    package func element(after location: Location) -> Element? {
        if location.position + 1 < chunks[location.chunk].count { return chunks[location.chunk][location.position + 1] }
        return location.chunk + 1 < chunks.count ? chunks[location.chunk + 1][0] : nil
    }

    /// Whether each element comes before the next.
    package func isSorted(by precedes: (Element, Element) -> Bool) -> Bool {
        var last: Element?
        for chunk in chunks {
            for element in chunk {
                if let last, !precedes(last, element) { return false }
                last = element
            }
        }
        return true
    }

    // MARK: Changing

    /// Puts an element in before the one that is at `location`.
    ///
    /// - Complexity: O(√*n*)
    package mutating func insert(_ element: Element, at location: Location) {
        guard location.chunk < chunks.count else { return append(element) }
        chunks[location.chunk].insert(element, at: location.position)
        count += 1
        split(location.chunk)
    }

    package mutating func append(_ element: Element) {
        count += 1
        guard !chunks.isEmpty else {
            chunks.append([element])
            return
        }
        chunks[chunks.count - 1].append(element)
        split(chunks.count - 1)
    }

    private mutating func split(_ chunk: Int) {
        guard chunks[chunk].count > Self.longest else { return }
        let middle = chunks[chunk].count / 2
        chunks.insert(Array(chunks[chunk][middle...]), at: chunk + 1)
        chunks[chunk].removeSubrange(middle...)
    }

    /// Puts an element in the place of the one that is at `location`, and does not move it.
    package mutating func replace(at location: Location, with element: Element) {
        chunks[location.chunk][location.position] = element
    }

    /// Puts another element in the place of each, and does not move any.
    package mutating func replaceEach(_ replacement: (Element) -> Element) {
        for chunk in chunks.indices {
            for position in chunks[chunk].indices {
                chunks[chunk][position] = replacement(chunks[chunk][position])
            }
        }
    }

    package mutating func remove(at location: Location) {
        chunks[location.chunk].remove(at: location.position)
        count -= 1
        if chunks[location.chunk].isEmpty {
            chunks.remove(at: location.chunk)
        } else {
            join(location.chunk)
        }
    }

    /// Joins a list with the next where the two are short, so that there are never many of them.
    private mutating func join(_ chunk: Int) {
        guard chunk + 1 < chunks.count, chunks[chunk].count + chunks[chunk + 1].count <= Self.longest / 4 else {
            return
        }
        chunks[chunk] += chunks[chunk + 1]
        chunks.remove(at: chunk + 1)
    }

    /// Takes out the first element for which `isWanted` holds, which must be there, whatever the order.
    ///
    /// - Complexity: O(*n*)
    package mutating func removeFirst(where isWanted: (Element) -> Bool) {
        for chunk in chunks.indices {
            guard let position = chunks[chunk].firstIndex(where: isWanted) else { continue }
            return remove(at: Location(chunk: chunk, position: position))
        }
        preconditionFailure("only what is there is taken out")
    }

    package mutating func replaceAll(with elements: some Sequence<Element>) {
        chunks.removeAll(keepingCapacity: true)
        count = 0
        var chunk: [Element] = []
        for element in elements {
            chunk.append(element)
            count += 1
            guard chunk.count == Self.longest / 2 else { continue }
            chunks.append(chunk)
            chunk = []
        }
        if !chunk.isEmpty { chunks.append(chunk) }
    }
}
