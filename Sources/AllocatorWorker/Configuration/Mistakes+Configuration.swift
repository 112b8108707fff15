package import YAMLConfiguration

extension Mistakes {
    /// The mistakes of a worker's configuration.
    package static func ofConfiguration(_ mistakes: [Mistake]) -> Mistakes {
        Mistakes(mistakes, in: "the configuration", outcome: "nothing was started")
    }
}
