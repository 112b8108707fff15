/// The limits of waits. They are generous, since a machine may be busy and a sanitizer slow.
enum Patience {
    static let usual = Duration.seconds(30)
    /// The maximum time in which the worker promises to stop.
    static let stop = Duration.seconds(5)
    /// The time between two checks of a condition.
    static let step = Duration.milliseconds(20)
}

/// The error of a wait that exceeded its limit.
struct Overdue: Error, CustomStringConvertible {
    let description: String
}

/// Calls `look` until it returns a result, and once more after the limit, because the test may have had no thread.
func waitFor<Result>(
    _ what: @autoclosure () -> String, within limit: Duration = Patience.usual, _ look: () async throws -> Result?
) async throws -> Result {
    let deadline = ContinuousClock.now + limit
    while true {
        if let result = try await look() { return result }
        guard ContinuousClock.now < deadline else { throw Overdue(description: "after \(limit): \(what())") }
        try await Task.sleep(for: Patience.step)
    }
}
