import AllocatorClient
import AllocatorWire
import SwiftProtobuf
import Testing

/// The gaps that an observer detects, and its questions.
@Suite("The streams of an observer", .timeLimit(.minutes(1)))
struct StreamWatchTests {
    private func watch(_ prefixes: [String], isRepairing: Bool = true) -> StreamWatch {
        StreamWatch(prefixes: prefixes.map { Array($0.utf8) }, isRepairing: isRepairing)
    }

    private func run(_ number: UInt64, cluster: String = "c") -> ReceivedPublication {
        ReceivedPublication(topic: .runs(cluster: cluster), publication: publication(number))
    }

    private func publication(_ number: UInt64) -> WirePublication {
        .with {
            $0.sequence = number
            $0.run.number = number
        }
    }

    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    /// Returns the streams that a watch with a pause of 5 seconds asks about.
    private func checked(_ watch: inout StreamWatch, at seconds: Double, atMost limit: Int = 10) -> [String] {
        watch.questionsOnQuietStreams(at: at(seconds), after: .seconds(5), atMost: limit)
            .map { "\($0.stream.cluster) from \($0.from)" }
    }

    private func numbers(_ received: [ReceivedPublication]) -> [UInt64] { received.map(\.publication.sequence) }

    private func replayed(_ numbers: [UInt64], oldest: UInt64 = 1, newest: UInt64) -> WireReplayed {
        .with {
            $0.publications = numbers.map(publication)
            $0.oldest = oldest
            $0.newest = newest
        }
    }

    @Test func `a watched stream starts at its first publication and requests replays of later gaps`() throws {
        var watch = watch(["c/"])
        #expect(numbers(watch.receive(run(7), at: start).publications) == [7])
        let (publications, question) = watch.receive(run(10), at: start)
        #expect(publications.isEmpty)
        let asked = try #require(question)
        #expect(asked.from == 8)
        #expect(asked.stream.kind == .runs && asked.stream.cluster == "c" && asked.stream.master.isEmpty)
        #expect(numbers(watch.receive(run(1, cluster: "c2"), at: start).publications) == [1], "another stream goes on")
        #expect(numbers(watch.settle(replayed([8, 9, 10], newest: 10), asked)) == [8, 9, 10])
        #expect(watch.question(on: asked.stream) == nil)
        #expect(watch.repaired == 3)
        #expect(watch.lost == 0)
    }

    @Test func `publications past the replay window are counted as lost, and the stream continues`() throws {
        var watch = watch([""])
        _ = watch.receive(run(1), at: start)
        let asked = try #require(watch.receive(run(9), at: start).question)
        #expect(numbers(watch.settle(replayed([6, 7], oldest: 6, newest: 9), asked)) == [6, 7])
        let next = try #require(watch.question(on: asked.stream))
        #expect(next.from == 8)
        #expect(numbers(watch.settle(replayed([8, 9], oldest: 6, newest: 9), next)) == [8, 9])
        #expect(watch.lost == 4)
    }

    @Test func `held-back publications are delivered if the worker cannot replay the missing ones`() throws {
        var watch = watch([""])
        _ = watch.receive(run(1), at: start)
        let asked = try #require(watch.receive(run(4), at: start).question)
        _ = watch.receive(run(5), at: start)
        #expect(numbers(watch.skip(asked)) == [4, 5])
        #expect(watch.lost == 2)
    }

    @Test func `a stream watch follows a worker that starts its numbers again`() throws {
        var watch = watch([""])
        for number: UInt64 in 1...9 { _ = watch.receive(run(number), at: start) }
        let asked = try #require(watch.receive(run(2), at: start).question)
        #expect(asked.from == 10)
        #expect(numbers(watch.settle(replayed([], newest: 2), asked)).isEmpty)
        let next = try #require(watch.question(on: asked.stream))
        #expect(numbers(watch.settle(replayed([1, 2], newest: 2), next)) == [1, 2])
        #expect(numbers(watch.receive(run(3), at: start).publications) == [3])
    }

    @Test func `without repair losses are counted and nothing waits`() {
        var watch = watch(["c/runs/"], isRepairing: false)
        for number: UInt64 in [4, 5, 9, 10] {
            let (publications, question) = watch.receive(run(number), at: start)
            #expect(numbers(publications) == [number])
            #expect(question == nil)
        }
        #expect(watch.lost == 3)
    }

    @Test(arguments: [
        ("c/offers/m/f/", false), ("c/offers/m/", true), ("c/of", true), ("", true), ("c/offers/m", true),
    ])
    func `gaps in a partly subscribed stream are not losses`(prefix: String, isWatched: Bool) {
        var watch = watch([prefix], isRepairing: false)
        for number: UInt64 in [1, 5] {
            let publication = WirePublication.with { $0.sequence = number }
            _ = watch.receive(
                ReceivedPublication(
                    topic: .offers(cluster: "c", master: "m", framework: "f"), publication: publication), at: start)
        }
        #expect(watch.lost == (isWatched ? 3 : 0))
    }

    @Test func `streams beyond the bound are passed through`() {
        var watch = watch([""])
        for number in 0..<StreamWatch.maximumStreams { _ = watch.receive(run(1, cluster: "c\(number)"), at: start) }
        for number: UInt64 in [1, 5] {
            let (publications, question) = watch.receive(run(number, cluster: "one too many"), at: start)
            #expect(numbers(publications) == [number])
            #expect(question == nil)
        }
    }

    @Test func `the end of a quiet stream is checked again and again`() throws {
        var watch = watch(["c/"])
        _ = watch.receive(run(1), at: start)
        #expect(checked(&watch, at: 4.9).isEmpty)
        let asked = try #require(watch.questionsOnQuietStreams(at: at(5), after: .seconds(5), atMost: 10).first)
        #expect(asked.from == 2 && asked.stream.cluster == "c")
        #expect(checked(&watch, at: 9.9).isEmpty, "it was asked just now")
        #expect(numbers(watch.settle(replayed([2, 3], newest: 3), asked)) == [2, 3])
        #expect(watch.repaired == 2 && watch.lost == 0)
        #expect(checked(&watch, at: 10) == ["c from 4"])
    }

    @Test func `a loss at the end of a stream past the replay window is counted`() throws {
        var watch = watch(["c/"])
        _ = watch.receive(run(1), at: start)
        let asked = try #require(watch.questionsOnQuietStreams(at: at(5), after: .seconds(5), atMost: 10).first)
        #expect(numbers(watch.settle(replayed([5, 6], oldest: 5, newest: 6), asked)) == [5, 6])
        #expect(watch.lost == 3)
    }

    @Test func `an unanswered check loses no publications`() throws {
        var watch = watch(["c/"])
        _ = watch.receive(run(1), at: start)
        let asked = try #require(watch.questionsOnQuietStreams(at: at(5), after: .seconds(5), atMost: 10).first)
        #expect(watch.skip(asked).isEmpty)
        let (publications, question) = watch.receive(run(3), at: at(6))
        #expect(publications.isEmpty && question?.from == 2, "it still knows what came last")
    }

    @Test func `the streams that were quiet for the longest are checked first, up to a limit`() {
        var watch = watch([""])
        for number in 0..<25 { _ = watch.receive(run(1, cluster: "c\(number)"), at: at(Double(number) / 100)) }
        _ = watch.receive(run(2, cluster: "c3"), at: at(2))
        var asked: [String] = []
        for limit in [0, 10, 10, 10] { asked += checked(&watch, at: 6, atMost: limit) }
        #expect(asked == (0..<25).filter { $0 != 3 }.map { "c\($0) from 2" })
        #expect(checked(&watch, at: 7) == ["c3 from 3"])
    }

    @Test func `streams without replays are not checked`() {
        for (prefixes, isRepairing) in [(["heartbeat/", "c/"], false), (["heartbeat/"], true)] {
            var watch = watch(prefixes, isRepairing: isRepairing)
            let heartbeat = WirePublication.with { $0.sequence = 1 }
            _ = watch.receive(ReceivedPublication(topic: .heartbeat, publication: heartbeat), at: start)
            _ = watch.receive(run(1), at: start)
            #expect(checked(&watch, at: 5).isEmpty)
        }
    }
}
