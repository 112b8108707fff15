/// What is wrong with the configuration, and where it stands.
package struct ConfigurationMistake: Hashable, Sendable, CustomStringConvertible {
    /// `--events`, `QUARTERMASTER_EVENTS`, `worker.yaml:3: events`.
    package let place: String
    package let problem: String

    package var description: String { "\(place): \(problem)" }
}

/// All of them, in the order in which the configuration is read.
package struct ConfigurationMistakes: Error, Hashable, CustomStringConvertible {
    package let mistakes: [ConfigurationMistake]

    package var description: String {
        let count = mistakes.count == 1 ? "a mistake" : "\(mistakes.count) mistakes"
        return (["\(count) in the configuration; nothing was started:"] + mistakes.map { "  \($0)" })
            .joined(separator: "\n")
    }
}
