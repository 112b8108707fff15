import AllocatorCore
import Testing

@Suite("Chunked lists")
struct ChunkedListTests {
    @Test
    func `a copy of a chunked list does not see later elements`() {
        var list = ChunkedList<Int>()
        for number in 0..<1_000 { list.set(number, at: number) }
        let copy = list
        for number in stride(from: 0, to: 1_000, by: 7) { list.set(-number, at: number) }
        for number in 1_000..<1_300 { list.set(number, at: number) }
        #expect((0..<1_000).allSatisfy { copy[$0] == $0 })
        #expect((0..<1_300).allSatisfy { list[$0] == ($0 < 1_000 && $0.isMultiple(of: 7) ? -$0 : $0) })
    }
}
