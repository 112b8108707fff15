/// The stages of an allocation cycle.
enum AllocationStage: Sendable {
    /// Satisfies guarantees that are not met yet.
    case guarantees
    /// Allocates the remaining resources in fair order.
    case fairShare
}

/// The destination of the grants of an allocation cycle.
///
/// A run allocates them to frameworks (`RunGrants`), and an explanation records them (`TrialGrants`). Both use the same
/// stages, so an explanation cannot differ from the decision.
protocol GrantSink {
    /// Whether the stages must stop asking frameworks.
    var isFinished: Bool { get }

    /// Returns the part of an agent's available resources that the previous grants leave.
    func remaining(of available: Resources) -> Resources

    /// Records that a framework is about to be asked.
    mutating func willAsk(_ candidate: Candidate, at stage: AllocationStage)

    /// Receives the resources that a stage grants to a candidate.
    mutating func grant(
        _ offer: Resources, to candidate: Candidate, at stage: AllocationStage, _ cluster: inout Cluster)
}
