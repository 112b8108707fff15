import AllocatorCore
import SwiftProtobuf

extension TimeSpan {
    /// Reads a duration. All durations of the protocol are non-negative.
    init(_ duration: Google_Protobuf_Duration) throws(MalformedField) {
        let nanos = Int64(duration.nanos)
        guard (-Self.nanosecondsPerSecond + 1..<Self.nanosecondsPerSecond).contains(nanos) else {
            throw MalformedField("nanos", "is a second or more: carry whole seconds over to seconds")
        }
        guard duration.seconds >= 0, nanos >= 0 else {
            throw MalformedField("", "is negative: give zero or more")
        }
        let (seconds, isTooLong) = duration.seconds.multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
        let (sum, isTooLongByNanos) = seconds.addingReportingOverflow(nanos)
        guard !isTooLong, !isTooLongByNanos else {
            throw MalformedField("", "is over \(Int64.max / Self.nanosecondsPerSecond) s: give less")
        }
        self.init(nanoseconds: sum)
    }

    private static let nanosecondsPerSecond: Int64 = 1_000_000_000
}
