/// The progress of one master in one cluster: its newest epoch, and the newest applied event of that epoch
/// (WireProtocol, "Events in").
package struct MasterProgress: Hashable, Sendable {
    package var epoch: UInt64
    /// The number of the newest applied event, or 0 if there is none in this epoch.
    package var sequence: UInt64

    package init(epoch: UInt64 = 0, sequence: UInt64 = 0) {
        self.epoch = epoch
        self.sequence = sequence
    }

    /// How to treat an event with a given epoch and sequence.
    package enum Verdict: Hashable, Sendable {
        /// It is the next event, or it has no sequence number.
        case apply
        /// It was applied before, and is a harmless resend.
        case duplicate
        /// Events before it are missing.
        case gap(resendFrom: UInt64)
        /// A later epoch of the master has replaced its epoch.
        case fenced
    }

    package func verdict(epoch: UInt64, sequence: UInt64) -> Verdict {
        if epoch < self.epoch { return .fenced }
        if sequence == 0 { return .apply }
        let applied = epoch == self.epoch ? self.sequence : 0
        if sequence <= applied { return .duplicate }
        return sequence - applied == 1 ? .apply : .gap(resendFrom: applied + 1)
    }

    /// Records an event that was applied or refused.
    ///
    /// - Precondition: Its verdict was `apply`.
    package mutating func record(epoch: UInt64, sequence: UInt64) {
        precondition(verdict(epoch: epoch, sequence: sequence) == .apply, "events of a master are applied in order")
        if epoch > self.epoch { self = MasterProgress(epoch: epoch) }
        if sequence > 0 { self.sequence = sequence }
    }
}
