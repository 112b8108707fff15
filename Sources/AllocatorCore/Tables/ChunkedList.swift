/// A list of which a copy is cheap to keep while the list changes: what is changed is copied by the short lists that it is made of.
package struct ChunkedList<Element: Sendable>: Sendable {
    private static var chunkLength: Int { 256 }

    /// All but the last have `chunkLength` elements.
    private var chunks: [[Element]] = []

    package init() {}

    package subscript(position: Int) -> Element {
        chunks[position / Self.chunkLength][position % Self.chunkLength]
    }

    /// Puts an element in the place of another one, or behind the last.
    ///
    /// - Complexity: O(1), where a copy is kept O(*n* ÷ 256).
    package mutating func set(_ element: Element, at position: Int) {
        let (chunk, place) = position.quotientAndRemainder(dividingBy: Self.chunkLength)
        if chunk == chunks.count { chunks.append([]) }
        if place == chunks[chunk].count { chunks[chunk].append(element) } else { chunks[chunk][place] = element }
    }
}
