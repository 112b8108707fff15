/// How long a test waits for what must come, so that it ends where it does not. Generous: a machine may be busy, and a
/// sanitizer slow.
enum Patience {
    static let usual = Duration.seconds(30)
    /// What the worker promises to be gone within once it was asked to stop.
    static let stop = Duration.seconds(5)
    /// Between two looks at what is waited for.
    static let step = Duration.milliseconds(20)
}

/// What was waited for did not come.
struct Overdue: Error, CustomStringConvertible {
    let description: String
}

/// Looks again and again until `look` gives something, once more after the limit, because the test may have had no thread.
func waitFor<Result>(
    _ what: @autoclosure () -> String, within limit: Duration = Patience.usual, _ look: () throws -> Result?
) async throws -> Result {
    let deadline = ContinuousClock.now + limit
    while true {
        if let result = try look() { return result }
        guard ContinuousClock.now < deadline else { throw Overdue(description: "after \(limit): \(what())") }
        try await Task.sleep(for: Patience.step)
    }
}
