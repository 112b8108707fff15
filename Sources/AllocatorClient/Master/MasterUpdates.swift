public import AllocatorWire

/// A change of the offers that a master's frameworks hold.
///
/// Offers and rescissions share one sequence because their order matters: a rescission follows its offer.
public enum OfferUpdate: Sendable {
    /// The offers of one allocation run to one framework.
    case offered(WireOfferBatch)

    /// Offers that are no longer valid: the cluster's offer timeout has passed, or the master has not listened for
    /// longer than the worker's `--subscriber-grace`.
    ///
    /// After a replay, a rescission may arrive late, even after a new offer of the same resources. Subtract exactly the
    /// resources that it names.
    case rescinded(WireRescindBatch)

    /// All outstanding offers of the master's frameworks, which replace everything before. Sent after a restart of the
    /// worker, after a loss that cannot be replayed, and at the start if an earlier incarnation left offers open.
    ///
    /// The view does not reflect events after `appliedSequence`, which the worker had not processed yet.
    case resynchronized(WireOutstanding)
}

/// A change of the inverse offers, which ask a master's frameworks to vacate agents.
public enum InverseOfferUpdate: Sendable {
    /// The agents that one framework is asked to vacate.
    case asked(WireInverseOfferBatch)

    /// All inverse offers without an answer, which replace everything before, as with
    /// ``OfferUpdate/resynchronized(_:)``.
    case resynchronized(WireOutstanding)
}
