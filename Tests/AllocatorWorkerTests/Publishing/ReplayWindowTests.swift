import AllocatorTesting
import AllocatorWire
import AllocatorWorker
import Testing

/// The window compared with a list that is trimmed by the same rules.
@Suite(.timeLimit(.minutes(1))) struct ReplayWindowTests {
    /// A simple and slow model: all stored publications in order.
    private struct Model {
        struct Entry: Equatable {
            let place: Int
            let sequence: UInt64
            let size: Int
        }

        let bounds: ReplayWindow.Bounds
        var entries: [Entry] = []

        var bytes: Int { entries.reduce(0) { $0 + $1.size + ReplayWindow.overhead } }

        func of(_ place: Int) -> [Entry] { entries.filter { $0.place == place } }

        func bytes(of place: Int) -> Int { of(place).reduce(0) { $0 + $1.size + ReplayWindow.overhead } }

        mutating func keep(_ entry: Entry) {
            let needed = entry.size + ReplayWindow.overhead
            if let last = of(entry.place).last, last.sequence + 1 != entry.sequence { clear(entry.place) }
            guard bounds.publications > 0, needed <= min(bounds.bytes, bounds.totalBytes) else {
                return clear(entry.place)
            }
            entries.append(entry)
            while of(entry.place).count > bounds.publications || bytes(of: entry.place) > bounds.bytes {
                entries.remove(at: entries.firstIndex { $0.place == entry.place }!)
            }
            while bytes > bounds.totalBytes { entries.removeFirst() }
        }

        mutating func clear(_ place: Int) {
            entries.removeAll { $0.place == place }
        }
    }

    private static func content(_ size: Int) -> ReplayWindow.Content {
        .publication([UInt8](repeating: UInt8(truncatingIfNeeded: size), count: size))
    }

    @Test(arguments: UInt64(1)...30)
    func `any history is stored as in a plain list`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let bounds = ReplayWindow.Bounds(
            publications: .random(in: 0...12, using: &generator), bytes: .random(in: 200...3_000, using: &generator),
            totalBytes: .random(in: 500...6_000, using: &generator))
        var window = ReplayWindow(bounds)
        var model = Model(bounds: bounds)
        var numbers = [UInt64](repeating: 0, count: 5)
        for step in 0..<1_000 {
            let place = Int.random(in: 0..<numbers.count, using: &generator)
            switch Int.random(in: 0..<20, using: &generator) {
            case 0:
                window.clear(place)
                model.clear(place)
                numbers[place] += 1
            case 1:
                // A publication that isn't stored leaves a gap.
                numbers[place] += 1
            default:
                numbers[place] += 1
                let size = Int.random(in: 0...(step % 50 == 0 ? 4_000 : 300), using: &generator)
                window.store(Self.content(size), sequence: numbers[place], at: place)
                model.keep(.init(place: place, sequence: numbers[place], size: size))
            }
            for place in numbers.indices {
                let expected = model.of(place)
                let got = window.publications(at: place, from: 0, atMost: .max, bytes: .max)
                #expect(got.map(\.sequence) == expected.map(\.sequence), "seed \(seed), step \(step)")
                #expect(got.map(\.content) == expected.map { Self.content($0.size) }, "seed \(seed), step \(step)")
                #expect(window.oldestSequence(at: place) == expected.first?.sequence, "seed \(seed), step \(step)")
                #expect(got.count <= bounds.publications, "seed \(seed), step \(step)")
            }
            #expect(window.bytes == model.bytes && window.count == model.entries.count, "seed \(seed), step \(step)")
            #expect(window.bytes <= bounds.totalBytes, "seed \(seed), step \(step)")
        }
    }

    @Test func `an excerpt starts at the requested number and ends at its bounds`() {
        var window = ReplayWindow(.init(publications: 100, bytes: 100_000))
        for number in UInt64(11)...20 { window.store(Self.content(100), sequence: number, at: 0) }
        func sequences(from sequence: UInt64, _ limit: Int = .max, _ bytes: Int = .max) -> [UInt64] {
            window.publications(at: 0, from: sequence, atMost: limit, bytes: bytes).map(\.sequence)
        }
        #expect(sequences(from: 0) == Array(11...20) && sequences(from: 3) == Array(11...20))
        #expect(sequences(from: 18) == [18, 19, 20] && sequences(from: 21) == [])
        #expect(sequences(from: 0, 3) == [11, 12, 13])
        #expect(sequences(from: 0, .max, 250) == [11, 12], "as many as have 250 bytes at most")
        #expect(sequences(from: 0, .max, 1) == [11], "one at least")
        #expect(window.publications(at: 1, from: 0, atMost: 1, bytes: 1).isEmpty, "nothing was kept there")
    }

    @Test func `a publication that is too large empties its stream`() {
        var window = ReplayWindow(.init(publications: 100, bytes: 1_000))
        window.store(Self.content(10), sequence: 1, at: 0)
        window.store(Self.content(1_000), sequence: 2, at: 0)
        #expect(window.count == 0)
        window.store(Self.content(10), sequence: 3, at: 0)
        #expect(window.oldestSequence(at: 0) == 3)
    }
}

/// Numbers and their stored publications.
@Suite struct PublicationHistoryTests {
    private static let stream = PublicationStreams.Stream(cluster: "c", kind: .offers, master: "m1")

    private static func excerpt(
        _ history: PublicationHistory, of stream: PublicationStreams.Stream = stream, from sequence: UInt64 = 0
    ) -> PublicationHistory.Excerpt {
        history.excerpt(of: stream, from: sequence, atMost: 100, bytes: .max)
    }

    @Test func `without publications, the oldest number is one past the newest`() {
        let excerpt = Self.excerpt(PublicationHistory())
        #expect(excerpt.oldest == 1 && excerpt.newest == 0 && excerpt.publications.isEmpty)
    }

    @Test func `publications are stored, and an excerpt past the newest is empty`() {
        var history = PublicationHistory()
        for size in 1...3 {
            history.store(.publication([UInt8](repeating: 1, count: size)), as: history.next(Self.stream))
        }
        #expect(Self.excerpt(history).publications.map(\.sequence) == [1, 2, 3])
        let past = Self.excerpt(history, from: 4)
        #expect(past.publications.isEmpty && past.oldest == 1 && past.newest == 3)
    }

    @Test func `a publication that could not be encoded empties its stream`() {
        var history = PublicationHistory()
        history.store(.publication([1]), as: history.next(Self.stream))
        history.store(nil, as: history.next(Self.stream))
        let excerpt = Self.excerpt(history)
        #expect(excerpt.oldest == 3 && excerpt.newest == 2 && excerpt.publications.isEmpty)
    }

    @Test(arguments: [Topic.Kind.acks, .rejects, .heartbeat, .metrics])
    func `kinds of which only the newest publication matters are not stored`(kind: Topic.Kind) {
        var history = PublicationHistory()
        let number = history.next(.init(cluster: "c", kind: kind, master: "m1"))
        #expect(number.sequence == 1 && number.place == nil)
        #expect(history.streams.numbers(of: "c").isEmpty)
    }

    @Test func `a disabled window stores nothing and still numbers publications`() {
        var history = PublicationHistory(.init(publications: 0, bytes: 100_000))
        #expect(history.next(Self.stream).place == nil && history.next(Self.stream).sequence == 2)
        #expect(Self.excerpt(history).oldest == 3)
    }

    @Test func `a stream beyond the limit has no numbers and no stored publications`() {
        var history = PublicationHistory(streams: PublicationStreams(limit: 1))
        _ = history.next(Self.stream)
        let number = history.next(.init(cluster: "c", kind: .offers, master: "m2"))
        #expect(number.sequence == 0 && number.place == nil)
        history.store(.publication([1]), as: number)
        #expect(history.window.count == 0)
    }

    @Test func `the numbers of a cluster continue in another worker`() {
        var history = PublicationHistory()
        let streams: [(Topic.Kind, String, Int)] = [
            (.runs, "", 3), (.offers, "m2", 2), (.offers, "m1", 5), (.acks, "m1", 9), (.events, "", 4),
        ]
        for (kind, master, count) in streams {
            for _ in 0..<count { _ = history.next(.init(cluster: "c", kind: kind, master: master)) }
        }
        _ = history.next(.init(cluster: "other", kind: .runs, master: ""))
        let numbers = history.streams.numbers(of: "c")
        #expect(
            numbers == [
                .init(kind: .events, master: "", number: 4), .init(kind: .offers, master: "m1", number: 5),
                .init(kind: .offers, master: "m2", number: 2), .init(kind: .runs, master: "", number: 3),
            ])

        var restored = PublicationHistory()
        restored.restore(numbers, of: "c")
        #expect(restored.streams.numbers(of: "c") == numbers)
        #expect(Self.excerpt(restored).oldest == 6 && Self.excerpt(restored).newest == 5)
        #expect(restored.next(Self.stream).sequence == 6)
        #expect(restored.next(.init(cluster: "c", kind: .acks, master: "m1")).sequence == 1)
    }
}
