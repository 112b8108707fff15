import AllocatorClient
import AllocatorWire
import SwiftProtobuf
import ZeroMQ

/// A connection for queries about one cluster. It collects the parts of an answer.
struct Questions: ~Copyable {
    /// The maximum number of parts of one answer.
    private static let maximumParts = 10_000

    private let endpoints: WorkerEndpoints
    private var connection: ControlConnection
    let cluster: String

    init(to endpoints: WorkerEndpoints, cluster: String) throws {
        self.endpoints = endpoints
        connection = try ControlConnection(to: endpoints.control, with: endpoints.keys, in: Context())
        self.cluster = cluster
    }

    // MARK: Queries

    mutating func ping(timeout: Duration) throws -> WirePong {
        try ask(.ping(.init()), timeout: timeout) { if case .pong(let pong) = $0 { pong } else { nil } }
    }

    mutating func state(_ view: WireStateQuery.View, id: String = "", role: String = "") throws -> WireState {
        var query = WireStateQuery()
        (query.cluster, query.view, query.id, query.role) = (cluster, view, id, role)
        var whole = WireState()
        for _ in 0..<Self.maximumParts {
            let part = try ask(.state(query)) { if case .state(let state) = $0 { state } else { nil } }
            whole.cluster = part.cluster
            whole.agents += part.agents
            whole.frameworks += part.frameworks
            whole.roles += part.roles
            guard !part.last.isEmpty else { return whole }
            query.after = part.last
        }
        throw TooLong(parts: Self.maximumParts)
    }

    mutating func explanation(of framework: String, role: String, agent: String) throws -> WireExplanation {
        var query = WireExplainQuery()
        (query.cluster, query.frameworkID, query.role, query.agentID) = (cluster, framework, role, agent)
        var whole = ExplanationParts()
        for _ in 0..<Self.maximumParts {
            let part = try ask(.explain(query)) { if case .explanation(let part) = $0 { part } else { nil } }
            whole.append(part)
            guard !part.last.isEmpty else { return whole.whole }
            query.after = part.last
        }
        throw TooLong(parts: Self.maximumParts)
    }

    mutating func whatIf(_ events: [WireEvent], advance time: Duration?) throws -> WireWhatIf {
        var query = WireWhatIfQuery()
        (query.cluster, query.events) = (cluster, events)
        if let time {
            let (seconds, attoseconds) = time.components
            query.advance.seconds = seconds
            query.advance.nanos = Int32(attoseconds / 1_000_000_000)
        }
        return try ask(.whatIf(query)) { if case .whatIf(let answer) = $0 { answer } else { nil } }
    }

    /// - Parameters:
    ///   - first: The number of the first run, or 0 for the oldest one that the worker keeps.
    ///   - count: The maximum number of runs, the newest ones.
    mutating func history(
        from first: UInt64, newest count: Int, framework: String, role: String
    ) throws -> WireHistory {
        var query = WireHistoryQuery()
        (query.cluster, query.fromRun, query.frameworkID, query.role) = (cluster, .max, framework, role)
        // A query from beyond the newest run returns only the numbers of the oldest and the newest run.
        let kept = try ask(.history(query)) { if case .history(let answer) = $0 { answer } else { nil } }
        let wanted = kept.newest >= UInt64(count) ? kept.newest - UInt64(count) + 1 : 1
        query.fromRun = max(first, wanted, kept.oldest)
        var whole = WireHistory()
        for _ in 0..<Self.maximumParts {
            let part = try ask(.history(query)) { if case .history(let answer) = $0 { answer } else { nil } }
            (whole.oldest, whole.newest) = (part.oldest, part.newest)
            whole.runs += part.runs
            guard let last = part.runs.last, last.run.number < part.newest else { return whole }
            query.fromRun = last.run.number + 1
        }
        throw TooLong(parts: Self.maximumParts)
    }

    // MARK: Answers

    private mutating func ask<Answer>(
        _ question: WireQuery.OneOf_Question, timeout: Duration = .seconds(10),
        _ pick: (WireAnswer.OneOf_Answer?) -> Answer?
    ) throws -> Answer {
        let answer = try answer(to: question, timeout: timeout)
        if case .error(let error) = answer.answer { throw RefusedQuestion(message: error.message) }
        guard let picked = pick(answer.answer) else {
            throw RefusedQuestion(message: "the answer does not fit the query: use the same version as the worker")
        }
        return picked
    }
}

extension Questions {
    /// Sends a query and waits for the answer.
    ///
    /// - Throws: `ClientFailure`, with the reason for a missing answer if a probe of the connection finds one.
    private mutating func answer(to question: WireQuery.OneOf_Question, timeout: Duration) throws -> WireAnswer {
        let endpoints = endpoints
        do {
            return try connection.ask(question, timeout: timeout) { () throws(ClientFailure) in
                guard let obstacle = endpoints.obstacle([\.control]) else {
                    return Terminal.remark("waiting for the worker at \(endpoints.control.address) to answer")
                }
                throw .transport(obstacle.words)
            }
        } catch ClientFailure.noAnswer(let endpoint, let time) {
            guard let obstacle = endpoints.obstacle([\.control]) else {
                throw ClientFailure.noAnswer(endpoint: endpoint, after: time)
            }
            throw ClientFailure.transport(obstacle.words)
        }
    }
}

struct RefusedQuestion: Error, CustomStringConvertible {
    let message: String

    var description: String { message }
}

struct TooLong: Error, CustomStringConvertible {
    let parts: Int

    var description: String { "the answer has more than \(parts) parts: select one framework, agent or role" }
}
