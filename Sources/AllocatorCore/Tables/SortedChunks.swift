/// A sorted list, stored as a list of short chunks. An insertion or removal moves only the elements of one chunk.
///
/// The caller knows the order. No chunk is empty. A copy shares its chunks with the original until one of them changes,
/// so a copy can be iterated while the original changes.
package struct SortedChunks<Element: Sendable>: Sendable {
    /// The maximum length of a chunk. A longer one is split.
    private static var longest: Int { 128 }

    /// The location of an element, valid until the next insertion or removal.
    package struct Location: Equatable, Sendable {
        fileprivate var chunk: Int
        fileprivate var position: Int
    }

    package private(set) var chunks: [[Element]] = []
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    // MARK: Search

    /// The location of the first element for which `belongsAtOrAfter` is true.
    ///
    /// - Precondition: If the predicate is true for an element, it is true for all later elements.
    /// - Complexity: O(log *n*)
    package func location(where belongsAtOrAfter: (Element) -> Bool) -> Location {
        // The first chunk whose last element satisfies the predicate.
        let chunk = chunks.partitionPoint { belongsAtOrAfter($0[$0.count - 1]) }
        guard chunk < chunks.count else { return Location(chunk: chunk, position: 0) }
        return Location(chunk: chunk, position: chunks[chunk].partitionPoint(where: belongsAtOrAfter))
    }

    /// The first element and its location.
    package var first: (element: Element, location: Location)? {
        chunks.first.map { ($0[0], Location(chunk: 0, position: 0)) }
    }

    /// The number of elements before a location.
    ///
    /// - Complexity: Linear in the number of chunks, which is small.
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

    /// Whether the elements are in strictly ascending order.
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

    // MARK: Changes

    /// Inserts an element before the one at `location`.
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

    /// Replaces the element at `location` without moving it. The caller ensures that the order stays valid.
    package mutating func replace(at location: Location, with element: Element) {
        chunks[location.chunk][location.position] = element
    }

    /// Replaces every element without moving any. The elements may be out of order afterwards.
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

    /// Joins a short chunk with the next one if that is short too, to keep the number of chunks low.
    private mutating func join(_ chunk: Int) {
        guard chunk + 1 < chunks.count, chunks[chunk].count + chunks[chunk + 1].count <= Self.longest / 4 else {
            return
        }
        chunks[chunk] += chunks[chunk + 1]
        chunks.remove(at: chunk + 1)
    }

    /// Removes the first element for which `isWanted` is true, regardless of the order.
    ///
    /// - Precondition: There is such an element.
    /// - Complexity: O(*n*)
    package mutating func removeFirst(where isWanted: (Element) -> Bool) {
        for chunk in chunks.indices {
            guard let position = chunks[chunk].firstIndex(where: isWanted) else { continue }
            return remove(at: Location(chunk: chunk, position: position))
        }
        preconditionFailure("only an existing element is removed")
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
