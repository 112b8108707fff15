import AllocatorCore
import AllocatorWire

/// What the control socket's questions are answered from, at one turn of the loop.
struct ControlAnswers {
    let clusters: ClusterTable
    let worker: String
    let uptimeNanoseconds: Int64

    func answer(_ question: WireQuery.OneOf_Question) -> WireAnswer.OneOf_Answer {
        switch question {
        case .ping:
            var pong = WirePong()
            pong.worker = worker
            pong.version = Worker.version
            pong.uptimeNs = uptimeNanoseconds
            return .pong(pong)
        case .digest(let query):
            let name = query.cluster.isEmpty ? WireName.defaultCluster : query.cluster
            guard let cluster = clusters[name] else {
                return .error(
                    WireError(
                        .notFound(
                            "this worker has no cluster \(name.prefix(64).debugDescription): initialize it, or ask for another"
                        )))
            }
            return .digest(cluster.assumeIsolated { $0.digest() })
        case .replay, .outstanding:
            return .error(WireError(.failedPrecondition("this version keeps no publications")))
        }
    }
}
