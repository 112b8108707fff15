/// A mistake in a policy file, with its place.
package struct PolicyMistake: Hashable, Sendable, CustomStringConvertible {
    /// `fair.yaml:3: weights`.
    package let place: String
    package let problem: String

    package var description: String { "\(place): \(problem)" }
}

/// All mistakes of a policy file, in order.
package struct PolicyMistakes: Error, Hashable, CustomStringConvertible {
    package let mistakes: [PolicyMistake]

    package var description: String {
        let count = mistakes.count == 1 ? "a mistake" : "\(mistakes.count) mistakes"
        return (["\(count) in the policies; nothing was simulated:"] + mistakes.map { "  \($0)" })
            .joined(separator: "\n")
    }
}
