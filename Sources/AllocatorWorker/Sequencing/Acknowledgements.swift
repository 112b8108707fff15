package import AllocatorWire

/// What the masters of a cluster are still to be told about their sequenced events. Many events make one acknowledgement:
/// only the newest progress counts.
///
/// Bounded by the masters that have an entry in the `ProgressTable`, and by `maximumStrangers` of those that have none.
package struct Acknowledgements: Sendable {
    /// Masters without progress that are told of a gap in one turn: who sends a first event that is not the first.
    package static let maximumStrangers = 1_000

    private struct Gap: Hashable {
        let epoch: UInt64
        let resendFrom: UInt64
    }

    /// By master; without a gap where nothing is missing.
    private var pending: [String: Gap?] = [:]
    /// Of whom the last event was that leaves no gap; most often the next one is too.
    private var latest: String?
    private var strangers = 0
    /// Events since the last acknowledgement that ask for one.
    package private(set) var events = 0

    package init() {}

    package var isEmpty: Bool { pending.isEmpty }

    /// An event was applied, or had been before.
    package mutating func note(_ master: String) {
        events += 1
        guard latest != master else { return }
        latest = master
        guard pending[master] == nil else { return }
        pending.updateValue(nil, forKey: master)
    }

    /// An event leaves a gap.
    package mutating func note(_ master: String, epoch: UInt64, resendFrom: UInt64, isStranger: Bool) {
        events += 1
        if isStranger, pending[master] == nil {
            guard strangers < Self.maximumStrangers else { return }
            strangers += 1
        }
        pending.updateValue(Gap(epoch: epoch, resendFrom: resendFrom), forKey: master)
    }

    /// Hands over what is to be said, by master. What was missing and has come since is missing no more.
    package mutating func take(_ progress: ProgressTable) -> [(master: String, ack: WireAck)] {
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
