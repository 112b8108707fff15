package import AllocatorCore
package import AllocatorWire

/// The upper bound of accepted epochs. A master's epoch fences every lower one, so one from the distant future would
/// make the master's name unusable.
///
/// Clients take epochs from the wall clock, in nanoseconds since 1970. Small handwritten numbers are far below the
/// bound.
package struct EpochBound: Sendable {
    /// The maximum lead of a master's clock over the worker's: 24 hours.
    package static let nanosecondsAhead: UInt64 = 86_400_000_000_000

    /// An epoch up to which the clock needn't be read.
    private var known: UInt64 = 0

    package init() {}

    /// Checks an event's epoch.
    ///
    /// - Parameter now: The wall clock, in nanoseconds since 1970.
    /// - Returns: The refusal, or `nil` if the epoch is accepted.
    package mutating func refusal(of event: EventEnvelope, now: @autoclosure () -> Int64) -> Refusal? {
        guard event.epoch > known else { return nil }
        let now = UInt64(max(0, now()))
        known = now + Self.nanosecondsAhead
        guard event.epoch > known else { return nil }
        let days = (event.epoch - now) / Self.nanosecondsAhead
        return .invalidArgument(
            "epoch \(event.epoch) of master \(event.master) lies \(days) days ahead of this worker's clock, and "
                + "at most one is accepted: an epoch is the time in nanoseconds since 1970, or a smaller number. Set "
                + "the clock of the master's machine or of the worker's")
    }
}
