package import AllocatorCore
package import AllocatorWire

/// The greatest epoch that is taken. A master's epoch fences every lower one for ever, so one from a distant future would
/// make its name useless.
///
/// Clients take epochs from the wall clock, in nanoseconds since 1970. Small numbers that are made by hand are far below
/// it.
package struct EpochBound: Sendable {
    /// How far a master's clock may be ahead of the worker's: 24 hours.
    package static let nanosecondsAhead: UInt64 = 86_400_000_000_000

    /// An epoch up to which no clock needs to be read.
    private var known: UInt64 = 0

    package init() {}

    /// Why an event's epoch is not taken; nil where it is.
    ///
    /// - Parameter now: The wall clock, in nanoseconds since 1970.
    package mutating func refusal(of event: EventEnvelope, now: @autoclosure () -> Int64) -> Refusal? {
        guard event.epoch > known else { return nil }
        let now = UInt64(max(0, now()))
        known = now + Self.nanosecondsAhead
        guard event.epoch > known else { return nil }
        let days = (event.epoch - now) / Self.nanosecondsAhead
        return .invalidArgument(
            "epoch \(event.epoch) of master \(event.master) lies \(days) days ahead of this worker's clock, and at most "
                + "one is taken: an epoch is the time in nanoseconds since 1970, or a smaller number. Set the clock of the "
                + "master's machine or of the worker's")
    }
}
