import AllocatorCore
import AllocatorWire

extension ControlAnswers {
    /// What is offered to a master now, and up to which of its publications that takes account of them: between two turns
    /// of the loop all that was decided is published.
    func outstanding(_ query: WireOutstandingQuery) throws(Refusal) -> WireOutstanding {
        let cluster = try cluster(query.cluster)
        try checkMaster(query.master)
        var outstanding = cluster.assumeIsolated { [bounds] in $0.outstanding(query, bounds) }
        func newest(_ kind: Topic.Kind) -> UInt64 {
            history.streams.newestNumber(of: .init(cluster: cluster.name, kind: kind, master: query.master))
        }
        outstanding.offersSequence = newest(.offers)
        outstanding.inverseOffersSequence = newest(.inverseOffers)
        outstanding.rescindsSequence = newest(.rescinds)
        return outstanding
    }
}
