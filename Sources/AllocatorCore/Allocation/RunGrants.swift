/// The grants of an allocation run, which are allocated immediately.
struct RunGrants: GrantSink {
    /// The granted bundles, in the order of the grants.
    private(set) var bundles: [OfferBundle] = []
    /// The time at which the offers of the run expire, or `nil` if they do not.
    private let deadline: Instant?

    init(deadline: Instant?) { self.deadline = deadline }

    var isFinished: Bool { false }

    func remaining(of available: Resources) -> Resources { available }

    func willAsk(_ candidate: Candidate, at stage: AllocationStage) {}

    mutating func grant(
        _ offer: Resources, to candidate: Candidate, at stage: AllocationStage, _ cluster: inout Cluster
    ) {
        let bundle = OfferBundle(candidate: candidate, resources: offer)
        bundles.append(bundle)
        cluster.give(offer, to: candidate, isAvailable: true)
        cluster.recordOffer(bundle, until: deadline)
        cluster.size.add(EncodedSize.grant(offer))
    }
}
