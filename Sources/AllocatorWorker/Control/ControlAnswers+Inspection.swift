import AllocatorCore
import AllocatorWire

/// Questions about what a cluster is like, and why. Each is bounded in its work, and long answers come in parts.
extension ControlAnswers {
    func state(_ query: WireStateQuery) throws(Refusal) -> WireState {
        try ask(query.cluster) { [bounds] cluster throws(Refusal) in try cluster.view(query, bounds) }
    }

    func explanation(_ query: WireExplainQuery) throws(Refusal) -> WireExplanation {
        try ask(query.cluster) { [bounds] cluster throws(Refusal) in try cluster.explanation(query, bounds) }
    }

    func supposing(_ query: WireWhatIfQuery) throws(Refusal) -> WireWhatIf {
        try ask(query.cluster) { [bounds] cluster throws(Refusal) in try cluster.supposing(query, bounds) }
    }

    func runs(_ query: WireHistoryQuery) throws(Refusal) -> WireHistory {
        try ask(query.cluster) { [bounds] cluster throws(Refusal) in cluster.history(query, bounds) }
    }

    func ask<Answer: Sendable>(
        _ name: String, _ question: @Sendable (isolated Cluster) throws(Refusal) -> Answer
    ) throws(Refusal) -> Answer {
        try clusterAsked(name).assumeIsolated { cluster -> Result<Answer, Refusal> in
            do throws(Refusal) {
                return .success(try question(cluster))
            } catch {
                return .failure(error)
            }
        }.get()
    }
}
