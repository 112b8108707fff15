package import AllocatorClient
package import AllocatorWire
import SwiftProtobuf

/// A short-lived cache of the worker's answers: within `freshness`, the observer asks each question once, however many
/// viewers there are.
package actor AnswerCache {
    /// The time to live of a cached answer.
    package static let freshness = Duration.seconds(1)
    /// The maximum number of cached answers, because clients choose the questions.
    package static let maximumAnswers = 256

    package typealias Answer = Result<WireAnswer, ClientFailure>

    private enum Entry {
        case asked(Task<Answer, Never>)
        case answered(Answer, at: ContinuousClock.Instant)
    }

    private let client: ControlClient
    private let freshness: Duration
    private var entries: [WireQuery: Entry] = [:]

    package init(_ client: ControlClient, freshness: Duration = freshness) {
        self.client = client
        self.freshness = freshness
    }

    /// - Throws: The client's errors. They are cached like answers, so that an unreachable worker is not asked more
    ///   often.
    package func answer(to question: WireQuery.OneOf_Question) async throws(ClientFailure) -> WireAnswer {
        let key = WireQuery.with { $0.question = question }
        switch entries[key] {
        case .asked(let task): return try await task.value.get()
        case .answered(let answer, let at) where ContinuousClock.now - at < freshness: return try answer.get()
        default: break
        }
        try makeRoom()
        let task = Task { () async -> Answer in
            do throws(ClientFailure) {
                return .success(try await client.ask(question))
            } catch {
                return .failure(error)
            }
        }
        entries[key] = .asked(task)
        let answer = await task.value
        entries[key] = .answered(answer, at: .now)
        return try answer.get()
    }

    private func makeRoom() throws(ClientFailure) {
        guard entries.count >= Self.maximumAnswers else { return }
        let now = ContinuousClock.now
        entries = entries.filter { _, entry in
            guard case .answered(_, let at) = entry else { return true }
            return now - at < freshness
        }
        guard entries.count < Self.maximumAnswers else {
            throw .tooManyQuestions(limit: Self.maximumAnswers)
        }
    }
}
