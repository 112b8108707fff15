import AllocatorCore
import AllocatorWire

/// Answers the queries of the control socket, in one turn of the event loop.
struct ControlAnswers {
    let history: PublicationHistory
    let limits: WireLimits
    let bounds: QueryBounds
    let worker: String
    let version: String
    let uptimeNanoseconds: Int64
    let metrics: MetricsQuestion

    func answer(
        _ question: WireQuery.OneOf_Question, from clusters: inout ClusterTable
    ) -> WireAnswer.OneOf_Answer {
        do throws(Refusal) {
            switch question {
            case .ping: return .pong(pong)
            case .digest(let query): return .digest(try ask(query.cluster, in: &clusters) { $0.digestAnswer() })
            case .replay(let query): return .replayed(try replayed(query, of: clusters))
            case .outstanding(let query): return .outstanding(try outstanding(query, in: &clusters))
            case .state(let query): return .state(try state(query, in: &clusters))
            case .explain(let query): return .explanation(try explanation(query, in: &clusters))
            case .whatIf(let query): return .whatIf(try supposing(query, in: &clusters))
            case .history(let query): return .history(try runs(query, in: &clusters))
            case .metrics: return .metrics(metrics.answer(from: &clusters))
            case .forgetMaster: preconditionFailure("forget_master changes a cluster: see EventPipeline.forgetMaster")
            }
        } catch {
            return .error(WireError(error))
        }
    }

    private var pong: WirePong {
        var pong = WirePong()
        pong.worker = worker
        pong.version = version
        pong.uptimeNs = uptimeNanoseconds
        return pong
    }

    /// Asks a cluster a query that requires the right to all clusters. So a refusal may name the clusters that exist.
    ///
    /// - Parameter name: As in the query: empty for the default cluster.
    func ask<Answer>(
        _ name: String, in clusters: inout ClusterTable,
        _ question: (inout HostedCluster) throws(Refusal) -> Answer
    ) throws(Refusal) -> Answer {
        let name = WireName.cluster(name)
        guard let index = clusters.index(of: name) else {
            throw .notFound(
                "this worker has no cluster \(name.prefix(64).debugDescription): "
                    + advice(insteadOf: name, in: clusters))
        }
        return try question(&clusters[index])
    }

    /// The index of a cluster for a query that doesn't require the right to all clusters.
    ///
    /// - Parameter name: As in the query: empty for the default cluster.
    func index(ofCluster name: String, in clusters: ClusterTable) throws(Refusal) -> ClusterTable.Index {
        let name = WireName.cluster(name)
        guard let index = clusters.index(of: name) else {
            throw .notFound(
                "this worker has no cluster \(name.prefix(64).debugDescription): initialize it, or name another")
        }
        return index
    }

    private static let maximumNamedClusters = 10

    private func advice(insteadOf name: String, in clusters: ClusterTable) -> String {
        let all = clusters.sortedNames
        guard !all.isEmpty else { return "it has none yet; initialize creates one" }
        if let question = NearNames(to: Name(name), among: all.lazy.map { Name($0) }).question { return question }
        let hidden = all.count - Self.maximumNamedClusters
        let names = all.prefix(Self.maximumNamedClusters).joined(separator: ", ")
        return "it has \(names)\(hidden > 0 ? " and \(hidden) more" : "")"
    }

    func checkMaster(_ name: String) throws(Refusal) {
        guard WireName.isValidMaster(name) else {
            throw .invalidArgument(
                "invalid master name \(name.prefix(64).debugDescription): use 1 to \(WireLimits.maximumNameLength) of "
                    + "A-Z a-z 0-9 . _ -")
        }
    }
}
