import Foundation

/// The text form of a maintenance window, in UTC.
enum MaintenanceText {
    /// - Parameters:
    ///   - start: Unix time in nanoseconds.
    ///   - end: Unix time in nanoseconds, or `nil` for a window without end.
    static func words(from start: Int64, until end: Int64?) -> String {
        let from = "from \(moment(start))"
        return end.map { "\(from) to \(moment($0))" } ?? "\(from), without end"
    }

    /// - Parameters:
    ///   - start: Unix time in nanoseconds.
    ///   - duration: Nanoseconds, or `nil` for a window without end.
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
