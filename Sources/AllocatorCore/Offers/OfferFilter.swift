/// What a framework has declined and does not want to be offered again for a while.
struct OfferFilter: Sendable {
    /// Tells it from all other filters; its timer refers to it.
    let number: UInt64
    /// An offer that these contain is filtered.
    let resources: Resources
    let end: Instant
}

/// A framework does not want to be asked about an agent's maintenance for a while.
struct InverseOfferFilter: Sendable {
    let number: UInt64
    let end: Instant
}
