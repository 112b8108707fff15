import AllocatorCore
import AllocatorJournal
import AllocatorWire
import AllocatorWorker

/// Questions in both encodings to a small cluster. Each answer must be encodable in both, and no question may change
/// the state.
struct QueryReader: FuzzedReader {
    private let cluster: HostedCluster
    private let digest: String
    private let runs: RunHistory
    private let bounds = QueryBounds()

    init() throws {
        let (allocator, past) = try FixedCluster.make(limits: AllocatorLimits())
        var recovery = ClusterRecovery(clock: .virtual)
        try recovery.replay(JournalInputs.entry(of: FixedCluster.frames, clock: .virtual))
        var runs = RunHistory()
        for run in past { runs.record(run, durationNanoseconds: 1_000) }
        cluster = recovery.cluster
        digest = allocator.digest()
        self.runs = runs
        guard recovery.cluster.allocator.digest() == digest else {
            throw FixedCluster.Refused(description: "the cluster is another one after it was recovered")
        }
    }

    func read(_ input: [UInt8]) throws(Finding) {
        guard let query = try? QueryDecoder().decode(input), let question = query.question, question.isAboutState else {
            return
        }
        var cluster = cluster
        var answer = WireAnswer()
        answer.requestID = query.requestID
        do throws(Refusal) {
            answer.answer = try self.answer(question, cluster: &cluster)
        } catch {
            answer.error = WireError(error)
        }
        guard cluster.allocator.digest() == digest else { throw Finding("a question changed the cluster: \(query)") }
        for encoding in WireEncoding.allCases {
            do {
                let bytes = try AnswerEncoder().encode(answer, as: encoding)
                guard try AnswerDecoder().decode(bytes) == answer else { throw Finding("an answer is read otherwise") }
            } catch {
                throw Finding("an answer cannot be written and read in \(encoding): \(error), for \(query)")
            }
        }
    }

    /// Answers a question about a cluster's state, like the worker's control socket.
    private func answer(
        _ question: WireQuery.OneOf_Question, cluster: inout HostedCluster
    ) throws(Refusal) -> WireAnswer.OneOf_Answer? {
        switch question {
        case .state(let query): .state(try cluster.view(query, within: bounds))
        case .explain(let query): .explanation(try cluster.explanation(query, within: bounds))
        case .whatIf(let query): .whatIf(try cluster.supposing(query, within: bounds))
        case .history(let query): .history(runs.excerpt(query, room: bounds.pastRuns))
        case .ping, .digest, .replay, .outstanding, .metrics, .forgetMaster: nil
        }
    }
}

extension WireQuery.OneOf_Question {
    fileprivate var isAboutState: Bool {
        switch self {
        case .state, .explain, .whatIf, .history: true
        case .ping, .digest, .replay, .outstanding, .metrics, .forgetMaster: false
        }
    }
}
