public import AllocatorWire

/// A change of the offers that a master's frameworks hold.
///
/// Offers and rescissions share one sequence because their order matters: a rescinded offer was made before.
public enum OfferUpdate: Sendable {
    /// The offers of one allocation run to one framework.
    case offered(WireOfferBatch)

    /// Offers that are no longer valid: the cluster's offer timeout has passed, or the master did not listen for longer
    /// than the worker's `--subscriber-grace`.
    ///
    /// After a repair, a rescission may arrive late, even behind a new offer of the same resources: subtract what it
    /// names.
    case rescinded(WireRescindBatch)

    /// All offers that the master's frameworks have now. It replaces everything before it. It is sent after a restart
    /// of the worker, after a loss past the replay window, and at the start if an earlier incarnation left offers open.
    ///
    /// Events after `appliedSequence`, which are still on their way, are not reflected.
    case resynchronized(WireOutstanding)
}

/// A change of the inverse offers, which ask a master's frameworks to leave an agent.
public enum InverseOfferUpdate: Sendable {
    /// The agents that one framework is asked to leave.
    case asked(WireInverseOfferBatch)

    /// All inverse offers without an answer. It replaces everything before it, as ``OfferUpdate/resynchronized(_:)``
    /// does.
    case resynchronized(WireOutstanding)
}
