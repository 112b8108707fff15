/// How far the sequenced events of one master have come in one cluster: its newest epoch, and the newest event of it that was
/// applied (WireProtocol, "Events in").
package struct MasterProgress: Hashable, Sendable {
    package var epoch: UInt64
    /// 0: none of this epoch.
    package var sequence: UInt64

    package init(epoch: UInt64 = 0, sequence: UInt64 = 0) {
        self.epoch = epoch
        self.sequence = sequence
    }

    /// What an event's epoch and sequence ask for.
    package enum Verdict: Hashable, Sendable {
        /// It is the next one, or of no sequence.
        case apply
        /// It was applied before: a resend, which does no harm.
        case duplicate
        /// Others are missing before it.
        case gap(resendFrom: UInt64)
        /// A later epoch of the master has replaced the one that it is of.
        case fenced
    }

    package func verdict(epoch: UInt64, sequence: UInt64) -> Verdict {
        if epoch < self.epoch { return .fenced }
        if sequence == 0 { return .apply }
        let applied = epoch == self.epoch ? self.sequence : 0
        if sequence <= applied { return .duplicate }
        return sequence - applied == 1 ? .apply : .gap(resendFrom: applied + 1)
    }

    /// Takes note of an event that was applied or refused, either of which ends it.
    ///
    /// - Precondition: its verdict was `apply`.
    package mutating func note(epoch: UInt64, sequence: UInt64) {
        precondition(verdict(epoch: epoch, sequence: sequence) == .apply, "events of a master are applied in order")
        if epoch > self.epoch { self = MasterProgress(epoch: epoch) }
        if sequence > 0 { self.sequence = sequence }
    }
}
