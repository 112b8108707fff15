import AllocatorClient
import AllocatorWire
import HTTPTypes
package import Hummingbird

/// The routes `/api/state` and `/api/explain`: the worker's answers as JSON, in the form of the wire.
package struct QuestionRoutes: Sendable {
    /// The maximum size of a parameter, in bytes, above the maximum length of ids.
    private static let maximumParameterBytes = 1_024

    /// The maximum number of pages of an explanation that are joined.
    private static let maximumPages = 16

    private let answers: AnswerCache
    private let cluster: String

    package init(_ answers: AnswerCache, cluster: String) {
        self.answers = answers
        self.cluster = cluster
    }

    package func add(to router: Router<ObserverRequestContext>) {
        router.get("/api/state") { request, _ in
            await respond { () throws(Failure) in try json(await answer(to: .state(try stateQuery(request)))) }
        }
        router.get("/api/explain") { request, _ in
            await respond { () throws(Failure) in
                let query = try explainQuery(request)
                return request.uri.queryParameters["form"] == "words"
                    ? PageJSON.encode(ExplanationPage(try await explanations(query)))
                    : try json(await answer(to: .explain(query)))
            }
        }
    }

    private func stateQuery(_ request: Request) throws(Failure) -> WireStateQuery {
        let view = try parameter("view", of: request)
        guard let wireView = view.isEmpty ? .cluster : Self.views[view] else {
            throw .badParameter("view is cluster, agents, frameworks or roles")
        }
        var query = WireStateQuery()
        query.cluster = cluster
        query.view = wireView
        query.id = try parameter("id", of: request)
        query.role = try parameter("role", of: request)
        query.after = try parameter("after", of: request)
        return query
    }

    private static let views: [String: WireStateQuery.View] = [
        "cluster": .cluster, "agents": .agents, "frameworks": .frameworks, "roles": .roles,
    ]

    private func explainQuery(_ request: Request) throws(Failure) -> WireExplainQuery {
        var query = WireExplainQuery()
        query.cluster = cluster
        query.frameworkID = try parameter("framework", of: request)
        guard !query.frameworkID.isEmpty else { throw .badParameter("which framework? add ?framework=ID") }
        query.role = try parameter("role", of: request)
        query.agentID = try parameter("agent", of: request)
        query.after = try parameter("after", of: request)
        return query
    }

    /// Returns a query parameter, empty if absent.
    private func parameter(_ name: String, of request: Request) throws(Failure) -> String {
        let value = request.uri.queryParameters[Substring(name)].map(String.init) ?? ""
        guard value.utf8.count <= Self.maximumParameterBytes else {
            throw .badParameter("\(name) is longer than \(Self.maximumParameterBytes) bytes")
        }
        return value
    }

    // MARK: - Answers

    private enum Failure: Error {
        case badParameter(String)
        case refused(WireError)
        case client(ClientFailure)
    }

    private func answer(to question: WireQuery.OneOf_Question) async throws(Failure) -> WireAnswer.OneOf_Answer {
        let answer: WireAnswer
        do {
            answer = try await answers.answer(to: question)
        } catch {
            throw .client(error)
        }
        switch answer.answer {
        case .error(let error): throw .refused(error)
        case let answer?: return answer
        case nil: throw .client(.unusableMessage("the worker's answer is of a kind that this version does not know"))
        }
    }

    /// Fetches the pages of an explanation, at most `maximumPages`.
    private func explanations(_ query: WireExplainQuery) async throws(Failure) -> [WireExplanation] {
        var pages: [WireExplanation] = []
        var query = query
        while pages.count < Self.maximumPages {
            guard case .explanation(let page) = try await answer(to: .explain(query)) else { break }
            pages.append(page)
            // Without progress from page to page, the loop would not end.
            guard query.after.utf8.lexicographicallyPrecedes(page.last.utf8) else { break }
            query.after = page.last
        }
        return pages
    }

    private func json(_ answer: WireAnswer.OneOf_Answer) throws(Failure) -> [UInt8] {
        do {
            switch answer {
            case .state(let state): return try FrameEncoder().encode(state, as: .json)
            case .explanation(let explanation): return try FrameEncoder().encode(explanation, as: .json)
            default: throw Failure.client(.unusableMessage("the worker's answer does not match the query"))
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .client(.unusableMessage("\(error)"))
        }
    }

    private func respond(_ body: () async throws(Failure) -> [UInt8]) async -> Response {
        do {
            return .json(try await body())
        } catch {
            return switch error {
            case .badParameter(let words): .problem(.badRequest, words)
            case .refused(let error): .problem(error.code.status, error.message)
            case .client(let failure): .problem(failure.status, "\(failure)")
            }
        }
    }
}

extension ClientFailure {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .noAnswer: .gatewayTimeout
        case .tooManyQuestions: .serviceUnavailable
        default: .badGateway
        }
    }
}

extension WireError.Code {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .invalidArgument: .badRequest
        case .notFound: .notFound
        case .failedPrecondition: .conflict
        case .resourceExhausted: .serviceUnavailable
        default: .badGateway
        }
    }
}
