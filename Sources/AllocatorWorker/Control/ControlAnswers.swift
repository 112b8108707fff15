import AllocatorCore
import AllocatorWire

/// What the control socket's questions are answered from, at one turn of the loop.
struct ControlAnswers {
    let clusters: ClusterTable
    let history: PublicationHistory
    let limits: WireLimits
    let bounds: QueryBounds
    let worker: String
    let uptimeNanoseconds: Int64
    let metrics: MetricsQuestion

    func answer(_ question: WireQuery.OneOf_Question) -> WireAnswer.OneOf_Answer {
        do throws(Refusal) {
            switch question {
            case .ping: return .pong(pong)
            case .digest(let query): return .digest(try clusterAsked(query.cluster).assumeIsolated { $0.digest() })
            case .replay(let query): return .replayed(try replayed(query))
            case .outstanding(let query): return .outstanding(try outstanding(query))
            case .state(let query): return .state(try state(query))
            case .explain(let query): return .explanation(try explanation(query))
            case .whatIf(let query): return .whatIf(try supposing(query))
            case .history(let query): return .history(try runs(query))
            case .metrics: return .metrics(metrics.answer(clusters))
            case .forgetMaster: preconditionFailure("it changes a cluster: the loop answers it, see forget")
            }
        } catch {
            return .error(WireError(error))
        }
    }

    private var pong: WirePong {
        var pong = WirePong()
        pong.worker = worker
        pong.version = Worker.version
        pong.uptimeNs = uptimeNanoseconds
        return pong
    }

    /// - Parameter name: As a question has it: empty is the default one.
    func cluster(_ name: String) throws(Refusal) -> Cluster {
        let name = WireName.cluster(name)
        guard let cluster = clusters[name] else {
            throw .notFound(
                "this worker has no cluster \(name.prefix(64).debugDescription): initialize it, or ask for another")
        }
        return cluster
    }

    /// The same for a question that asks for the right to all clusters: where there is none of the name, it is told which there
    /// are.
    func clusterAsked(_ name: String) throws(Refusal) -> Cluster {
        let name = WireName.cluster(name)
        guard let cluster = clusters[name] else {
            throw .notFound(
                "this worker has no cluster \(name.prefix(64).debugDescription): \(advice(insteadOf: name))")
        }
        return cluster
    }

    private static let maximumNamedClusters = 10

    private func advice(insteadOf name: String) -> String {
        let all = clusters.all.map(\.name)
        guard !all.isEmpty else { return "it has none yet, and initialize makes one" }
        if let question = NearNames(to: Name(name), among: all.lazy.map { Name($0) }).question { return question }
        let hidden = all.count - Self.maximumNamedClusters
        let names = all.prefix(Self.maximumNamedClusters).joined(separator: ", ")
        return "it has \(names)\(hidden > 0 ? " and \(hidden) more" : "")"
    }

    func checkMaster(_ name: String) throws(Refusal) {
        guard WireName.isValidMaster(name) else {
            throw .invalidArgument(
                "\(name.prefix(64).debugDescription) is no name of a master: name the one whose publications are asked for, by 1 to \(WireLimits.maximumNameLength) of A-Z a-z 0-9 . _ -"
            )
        }
    }
}
