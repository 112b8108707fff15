import AllocatorClient
import AllocatorWire
import AllocatorWorker
import Foundation
import SwiftProtobuf
import Testing
import ZeroMQ

/// Questions to a real worker, and to one that is not there.
@Suite("A control client", .timeLimit(.minutes(1)))
struct ControlClientTests {
    private func client(of worker: TestWorker, _ change: (inout ControlOptions) -> Void = { _ in }) throws
        -> ControlClient
    {
        var options = ControlOptions()
        // Long enough for a busy machine. A test that waits for it to pass sets it shorter.
        options.patience = .seconds(50)
        change(&options)
        return try ControlClient(to: worker.endpoints.control.address, options: options)
    }

    @Test func `many tasks get the answers to their own questions`() async throws {
        let worker = try TestWorker()
        try await worker.serve { endpoints in
            let master = try MasterClient(to: endpoints, cluster: "c", master: "m")
            try await master.call(Calls.initialize()).get()
            let client = try client(of: worker)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let isKnown = number.isMultiple(of: 2)
                        let answer = try await client.ask(
                            .digest(.with { $0.cluster = isKnown ? "c" : "none-\(number)" }))
                        if isKnown {
                            #expect(answer.digest.events == 1)
                        } else {
                            #expect(answer.error.code == .notFound)
                            #expect(answer.error.message.contains("none-\(number)"))
                        }
                    }
                }
                try await group.waitForAll()
            }
            await client.close()
            await master.close()
        }
    }

    @Test func `a question may be asked before the worker starts`() async throws {
        let worker = try TestWorker()
        let client = try client(of: worker)
        let answer = Task { try await client.ask(.ping(.init())) }
        try await worker.serve { _ in
            let version = try await answer.value.pong.version
            #expect(version != "")
        }
    }

    @Test func `a question without a worker fails at its deadline, and the next one is still sent`()
        async throws
    {
        let worker = try TestWorker()
        let client = try client(of: worker) { $0.patience = .milliseconds(200) }
        let address = worker.endpoints.control.address
        for _ in 1...2 {
            await #expect(throws: ClientFailure.noAnswer(endpoint: address, after: .milliseconds(200))) {
                _ = try await client.ask(.ping(.init()))
            }
        }
    }

    @Test func `waiting questions are bounded, and cancelled ones make room`() async throws {
        let client = try client(of: try TestWorker()) { $0.waitingQuestions = 2 }
        let (failures, continuation) = AsyncStream.makeStream(of: ClientFailure.self)
        let tasks = (1...10).map { _ in
            Task {
                do throws(ClientFailure) {
                    _ = try await client.ask(.ping(.init()))
                } catch {
                    continuation.yield(error)
                }
            }
        }
        for await failure in failures.prefix(8) { #expect(failure == .tooManyQuestions(limit: 2)) }
        for task in tasks { task.cancel() }
        for await failure in failures.prefix(2) { #expect(failure == .cancelled) }
        // The thread notices the cancellations at its next turn; then there is room again.
        while true {
            let more = Task { try await client.ask(.ping(.init())) }
            more.cancel()
            let failure = await more.result.failure as? ClientFailure
            if failure == .cancelled { break }
            #expect(failure == .tooManyQuestions(limit: 2))
        }
    }

    @Test func `closing a control client fails its waiting questions`() async throws {
        let client = try client(of: try TestWorker())
        let waiting = Task { try await client.ask(.ping(.init())) }
        await client.close()
        await #expect(throws: ClientFailure.closed) { _ = try await waiting.value }
    }

    @Test func `a closed control client reports that it is closed`() async throws {
        let client = try client(of: try TestWorker())
        await client.close()
        await client.close()
        await #expect(throws: ClientFailure.closed) { _ = try await client.ask(.ping(.init())) }
    }

    /// About the size of a worker's longest answer, as bytes, which a debug build reads faster than text.
    private static let longPublication = WirePublication.with {
        $0.reject.prefix = Data(count: ControlPoint.maximumAnswerSize - 1_000)
    }

    /// Answers each question at an endpoint with a long answer, until none has come for 10 seconds.
    private static func answerAtLength(at endpoint: Endpoint) {
        Thread.detachNewThread {
            guard let context = try? Context(), let socket = try? Socket(.router, in: context),
                (try? socket.set(.receiveTimeout, to: .seconds(10))) != nil,
                (try? socket.bind(endpoint.address)) != nil
            else { return }
            while let frames = try? socket.receiveFrames(limit: 2), frames.count == 2 {
                guard let query = try? QueryDecoder().decode(frames[1]) else { return }
                var answer = WireAnswer()
                answer.requestID = query.requestID
                answer.replayed.publications = [longPublication]
                guard let bytes = try? AnswerEncoder().encode(answer, as: .binary) else { return }
                _ = try? socket.send(frames: [frames[0], bytes])
            }
        }
    }

    @Test func `the longest answer and the longest publication of a worker are read`() async throws {
        // A worker that is never started provides the endpoints.
        let worker = try TestWorker()
        let endpoint = worker.endpoints.control
        Self.answerAtLength(at: endpoint)
        var connection = try ControlConnection(to: endpoint, in: Context())
        let first = try connection.ask(.ping(.init()), timeout: .seconds(50))
        #expect(first.replayed.publications == [Self.longPublication])
        var options = ControlOptions()
        options.patience = .seconds(50)
        let client = try ControlClient(to: endpoint.address, options: options)
        let second = try await client.ask(.ping(.init()))
        #expect(second.replayed.publications == [Self.longPublication])
        await client.close()
        let frame = try PublicationEncoder().encode(Self.longPublication, as: .binary)
        let received = ReceivedPublication(frames: [Array("rejects/".utf8), frame])
        #expect(received?.publication == Self.longPublication)
    }

    @Test(arguments: [0, 100_001])
    func `control options out of range are refused`(waitingQuestions: Int) throws {
        let worker = try TestWorker()
        #expect(throws: ClientFailure.invalidArgument("waitingQuestions in ControlOptions must be 1 to 100000")) {
            _ = try client(of: worker) { $0.waitingQuestions = waitingQuestions }
        }
        #expect(throws: ClientFailure.self) { _ = try client(of: worker) { $0.patience = .zero } }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        guard case .failure(let failure) = self else { return nil }
        return failure
    }
}
