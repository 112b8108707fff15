package import AllocatorWire

/// The pending acknowledgements of a cluster's sequenced events, at most one for each master: only its newest progress
/// counts.
///
/// Bounded by the masters that have an entry in the `ProgressTable`, and by `maximumStrangers` for those that have
/// none.
package struct Acknowledgements: Sendable {
    /// The maximum number of masters without progress that are notified of a gap in one turn.
    package static let maximumStrangers = 1_000

    private struct Gap: Hashable {
        let epoch: UInt64
        let resendFrom: UInt64
    }

    /// The gap of each pending master, or `nil` if no event is missing.
    private var pending: [String: Gap?] = [:]
    /// The master of the most recent event without a gap: consecutive events mostly come from one master.
    private var latest: String?
    private var strangers = 0
    /// The number of events since the last acknowledgement that require one.
    package private(set) var events = 0

    package init() {}

    package var isEmpty: Bool { pending.isEmpty }

    /// Records an event that was applied, now or before.
    package mutating func record(_ master: String) {
        events += 1
        guard latest != master else { return }
        latest = master
        guard pending[master] == nil else { return }
        pending.updateValue(nil, forKey: master)
    }

    /// Records an event that leaves a gap.
    package mutating func recordGap(_ master: String, epoch: UInt64, resendFrom: UInt64, isStranger: Bool) {
        events += 1
        if isStranger, pending[master] == nil {
            guard strangers < Self.maximumStrangers else { return }
            strangers += 1
        }
        pending.updateValue(Gap(epoch: epoch, resendFrom: resendFrom), forKey: master)
    }

    /// Returns and removes the pending acknowledgements, ordered by master. A gap that has been filled since is
    /// omitted.
    package mutating func drain(_ progress: ProgressTable) -> [(master: String, ack: WireAck)] {
        defer { self = Acknowledgements() }
        return pending.sorted { $0.key < $1.key }.map { master, gap in
            let known = progress[master]
            var ack = WireAck()
            ack.epoch = known.epoch
            ack.sequence = known.sequence
            if let gap, gap.epoch > known.epoch {
                // The first event of a new epoch is missing: nothing of it was applied.
                ack.epoch = gap.epoch
                ack.sequence = 0
                ack.resendFrom = gap.resendFrom
            } else if let gap, gap.epoch == known.epoch, gap.resendFrom == known.sequence + 1 {
                ack.resendFrom = gap.resendFrom
            }
            return (master: master, ack: ack)
        }
    }
}
