import AllocatorCore
import Testing

@Suite("Sorted chunks against one sorted array")
struct SortedChunksTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `elements are added and removed anywhere, and in runs from one end to the other`(seed: UInt64) {
        var random = Seeded(seed)
        var chunks = SortedChunks<Int>()
        var model: [Int] = []
        for step in 0..<3_000 {
            let isGrowing = step % 1_000 < 600
            if model.isEmpty || Int.random(in: 0..<10, using: &random) < (isGrowing ? 8 : 2) {
                let new = seed.isMultiple(of: 2) ? step : Int.random(in: 0..<100_000, using: &random)
                chunks.insert(new, at: chunks.location { $0 >= new })
                model.insert(new, at: model.firstIndex { $0 >= new } ?? model.count)
            } else {
                let position = seed.isMultiple(of: 3) ? 0 : Int.random(in: model.indices, using: &random)
                let old = model.remove(at: position)
                chunks.remove(at: chunks.location { $0 >= old })
            }
            #expect(chunks.count == model.count)
            #expect(chunks.chunks.allSatisfy { !$0.isEmpty && $0.count <= 128 })
            guard step.isMultiple(of: 50) else { continue }
            #expect(Array(chunks.chunks.joined()) == model)
        }
    }

    @Test
    func `an element knows its neighbors across the ends of chunks`() {
        var chunks = SortedChunks<Int>()
        chunks.replaceAll(with: 0..<500)
        for number in 0..<500 {
            let location = chunks.location { $0 >= number }
            #expect(chunks.element(before: location) == (number == 0 ? nil : number - 1))
            #expect(chunks.element(after: location) == (number == 499 ? nil : number + 1))
        }
    }

    @Test
    func `a copy that is being read does not see changes`() {
        var chunks = SortedChunks<Int>()
        chunks.replaceAll(with: 0..<300)
        let read = chunks.chunks
        for _ in 0..<200 { chunks.remove(at: chunks.location { _ in true }) }
        for number in 1000..<1200 { chunks.append(number) }
        #expect(Array(read.joined()) == Array(0..<300))
        #expect(Array(chunks.chunks.joined()) == Array(200..<300) + Array(1000..<1200))
    }

    @Test
    func `removal by identity needs no order`() {
        var chunks = SortedChunks<Int>()
        for number in (0..<300).reversed() { chunks.append(number) }
        chunks.removeFirst { $0 == 17 }
        #expect(Array(chunks.chunks.joined()) == (0..<300).reversed().filter { $0 != 17 })
    }
}
