/// A mistake in a configuration, with its place.
package struct Mistake: Error, Hashable, CustomStringConvertible {
    /// The place, such as `--events`, `QUARTERMASTER_EVENTS` or `worker.yaml:3: events`.
    package let place: String
    package let problem: String

    package init(place: String, problem: String) {
        self.place = place
        self.problem = problem
    }

    package var description: String { "\(place): \(problem)" }
}

/// All mistakes of a configuration, in the order in which it is read.
package struct Mistakes: Error, Hashable, CustomStringConvertible {
    package let mistakes: [Mistake]
    private let heading: String

    /// - Parameters:
    ///   - subject: The configuration, as in "2 mistakes in the configuration".
    ///   - outcome: The consequence, such as "nothing was started".
    package init(_ mistakes: [Mistake], in subject: String, outcome: String) {
        self.mistakes = mistakes
        let count = mistakes.count == 1 ? "a mistake" : "\(mistakes.count) mistakes"
        heading = "\(count) in \(subject); \(outcome):"
    }

    package var description: String { ([heading] + mistakes.map { "  \($0)" }).joined(separator: "\n") }
}
