/// A list split into chunks of fixed length. A change after a copy copies only the chunk that it changes.
package struct ChunkedList<Element: Sendable>: Sendable {
    private static var chunkLength: Int { 256 }

    /// All chunks have `chunkLength` elements, except the last one.
    private var chunks: [[Element]] = []

    package init() {}

    package subscript(position: Int) -> Element {
        chunks[position / Self.chunkLength][position % Self.chunkLength]
    }

    /// Replaces the element at `position`, or appends one if `position` is the end of the list.
    ///
    /// - Complexity: O(1), or O(*n* / 256) after a copy.
    package mutating func set(_ element: Element, at position: Int) {
        let (chunk, place) = position.quotientAndRemainder(dividingBy: Self.chunkLength)
        if chunk == chunks.count { chunks.append([]) }
        if place == chunks[chunk].count { chunks[chunk].append(element) } else { chunks[chunk][place] = element }
    }
}
