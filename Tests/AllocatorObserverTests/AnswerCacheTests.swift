import AllocatorClient
import AllocatorObserver
import AllocatorWire
import SwiftProtobuf
import Testing

@Suite("Answers that are given again", .timeLimit(.minutes(1)))
struct AnswerCacheTests {
    private func question(_ cluster: String = "c") -> WireQuery.OneOf_Question {
        .digest(.with { $0.cluster = cluster })
    }

    @Test func `however many ask, the worker is asked once`() async throws {
        let responder = try CountingResponder()
        let cache = AnswerCache(try ControlClient(to: responder.address), freshness: .seconds(3_600))
        try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 1...50 { group.addTask { try await cache.answer(to: question()).digest.events } }
            for try await events in group { #expect(events == 1) }
        }
        #expect(try await cache.answer(to: question()).digest.events == 1)
        #expect(responder.questions == 1)
        #expect(try await cache.answer(to: question("other")).digest.events == 2)
    }

    @Test func `an answer that is not fresh any more is asked for again`() async throws {
        let responder = try CountingResponder()
        let cache = AnswerCache(try ControlClient(to: responder.address), freshness: .zero)
        for number in 1...3 as ClosedRange<UInt64> {
            #expect(try await cache.answer(to: question()).digest.events == number)
        }
    }

    @Test func `no more answers are kept than may be, and old ones make room`() async throws {
        let responder = try CountingResponder()
        let client = try ControlClient(to: responder.address)
        let cache = AnswerCache(client, freshness: .seconds(3_600))
        for number in 1...AnswerCache.maximumAnswers { _ = try await cache.answer(to: question("\(number)")) }
        await #expect(throws: ClientFailure.tooManyQuestions(limit: AnswerCache.maximumAnswers)) {
            _ = try await cache.answer(to: question("one more"))
        }
        #expect(try await cache.answer(to: question("1")).digest.events == 1)
        let forgetful = AnswerCache(client, freshness: .zero)
        for number in 1...(AnswerCache.maximumAnswers * 2) { _ = try await forgetful.answer(to: question("\(number)")) }
    }

    @Test func `a worker that does not answer is not asked more often than one that does`() async throws {
        var options = ControlOptions()
        options.patience = .milliseconds(100)
        let client = try ControlClient(to: "ipc:///tmp/qm-absent-\(UInt64.random(in: 0 ... .max))", options: options)
        let cache = AnswerCache(client, freshness: .seconds(3_600))
        var failures: [ClientFailure] = []
        for _ in 1...3 {
            do {
                _ = try await cache.answer(to: question())
            } catch {
                failures.append(error)
            }
        }
        #expect(failures.count == 3 && Set(failures).count == 1, "\(failures)")
    }
}
