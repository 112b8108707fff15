/// Resources of one agent for one framework in one role.
struct OfferBundle: Sendable {
    var candidate: Candidate
    var resources: Resources
}
