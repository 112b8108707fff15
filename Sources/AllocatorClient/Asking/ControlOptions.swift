/// The limits and timeouts of a ``ControlClient``.
public struct ControlOptions: Hashable, Sendable {
    /// The maximum number of questions without an answer, from 1 to 100,000.
    public var waitingQuestions = 100

    /// The time after which a question without an answer fails.
    public var patience = Duration.seconds(5)

    public init() {}

    func check() throws(ClientFailure) {
        guard (1...100_000).contains(waitingQuestions) else {
            throw .invalidArgument("waitingQuestions in ControlOptions must be 1 to 100000")
        }
        guard patience > .zero else {
            throw .invalidArgument("the patience in ControlOptions must be longer than zero")
        }
    }
}
