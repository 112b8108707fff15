/// The stages of an allocation cycle.
enum AllocationStage: Sendable {
    /// Meets guarantees that are not met yet.
    case guarantees
    /// Gives what is left in fair order.
    case fairShare
}

/// The destination of the grants that the stages of an allocation cycle decide.
///
/// A run gives them to frameworks (`RunGrants`). An explanation records them (`TrialGrants`). Both use the same stages,
/// so an explanation cannot differ from the decision.
protocol GrantSink {
    /// Whether the stages must not ask another framework.
    var isFinished: Bool { get }

    /// The part of an agent's available resources that the sink's grants have left.
    func remaining(of available: Resources) -> Resources

    /// Records that a framework is about to be asked.
    mutating func willAsk(_ candidate: Candidate, at stage: AllocationStage)

    /// Receives an offer that the stages have decided on.
    mutating func grant(
        _ offer: Resources, to candidate: Candidate, at stage: AllocationStage, _ cluster: inout Cluster)
}
