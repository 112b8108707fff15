public import AllocatorWire

/// What changes about the offers that a master's frameworks hold.
///
/// Rescinds come in the same sequence as offers because their order matters: what is taken back was offered before.
public enum OfferUpdate: Sendable {
    /// What one allocation run has for one framework.
    case offered(WireOfferBatch)

    /// The offer timeout of the cluster is over, or the worker has found that the master did not listen for longer than
    /// `--subscriber-grace`: what is named here is no longer offered. After a repair it may come later
    /// than it was meant, even behind a new offer of the same resources; so subtract what it names.
    case rescinded(WireRescindBatch)

    /// Everything that is offered to the master's frameworks now; it replaces all that came before. It comes after a restart of
    /// the worker, where publications were lost for good, and at the beginning where an earlier incarnation of the master left
    /// offers open.
    ///
    /// Events that are still on their way are not taken account of: `appliedSequence` is the last one that is.
    case resynchronized(WireOutstanding)
}

/// What changes about the inverse offers, requests to leave an agent, that a master's frameworks have to answer.
public enum InverseOfferUpdate: Sendable {
    /// The agents that one framework is asked to leave.
    case asked(WireInverseOfferBatch)

    /// Everything that is asked and not answered now; it replaces all that came before, as
    /// ``OfferUpdate/resynchronized(_:)`` does.
    case resynchronized(WireOutstanding)
}
