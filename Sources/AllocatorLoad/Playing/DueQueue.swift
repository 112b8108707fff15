/// What will happen at known times, earliest first; at one time, the lower number first. A binary heap.
struct DueQueue {
    struct Entry: Comparable {
        let due: Duration
        let number: Int

        static func < (left: Entry, right: Entry) -> Bool {
            left.due == right.due ? left.number < right.number : left.due < right.due
        }
    }

    private var heap: [Entry] = []

    var first: Entry? { heap.first }

    /// - Complexity: O(log n)
    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var place = heap.count - 1
        while place > 0, heap[place] < heap[(place - 1) / 2] {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes the first entry out where it is due.
    ///
    /// - Complexity: O(log n)
    mutating func popFirst(dueBy now: Duration) -> Entry? {
        guard let first = heap.first, first.due <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while let child = smallerChild(of: place), heap[child] < heap[place] {
            heap.swapAt(place, child)
            place = child
        }
        return first
    }

    private func smallerChild(of place: Int) -> Int? {
        let left = 2 * place + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && heap[left + 1] < heap[left] ? left + 1 : left
    }
}
