import Foundation

/// When agents are in maintenance, for people: times of day in UTC.
enum MaintenanceText {
    /// - Parameters:
    ///   - start: Nanoseconds of Unix time. Likewise below.
    ///   - end: nil: there is none.
    static func words(from start: Int64, until end: Int64?) -> String {
        let from = "from \(moment(start))"
        return end.map { "\(from) to \(moment($0))" } ?? "\(from), without end"
    }

    /// - Parameter duration: nil: there is no end.
    static func words(from start: Int64, for duration: Int64?) -> String {
        guard let duration else { return words(from: start, until: nil) }
        let (end, overflow) = start.addingReportingOverflow(duration)
        return words(from: start, until: overflow ? nil : end)
    }

    private static func moment(_ nanoseconds: Int64) -> String {
        let seconds = (Double(nanoseconds) / 1e9).rounded(.down)
        return Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}
