extension Allocator {
    /// Why a framework would not be offered what agents have, if a run were made now over each agent alone.
    ///
    /// Nothing is changed by asking, but that orders are brought up to date, as the next run would do it.
    ///
    /// - Parameters:
    ///   - role: one of the framework's; nil: all that it is subscribed to.
    ///   - agent: nil: all.
    ///   - last: looks at agents with a greater id only, as bytes.
    /// - Throws: `notFound` for a framework, role or agent that is not known; `failedPrecondition` before `initialize`.
    /// - Complexity: what `bound` says.
    package mutating func explanation(
        of framework: Name, role: Name? = nil, agent: Name? = nil, after last: Name? = nil,
        bound: Explanation.Bound = Explanation.Bound()
    ) throws(Refusal) -> Explanation {
        guard cluster != nil else {
            throw .failedPrecondition("the cluster is not initialized; send initialize first")
        }
        guard
            let explanation = try cluster?.explanation(
                of: framework, role: role, agent: agent, after: last, bound: bound)
        else { preconditionFailure("the cluster was there a moment ago") }
        return explanation
    }
}
