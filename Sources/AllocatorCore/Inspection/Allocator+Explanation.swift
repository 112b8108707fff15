extension Allocator {
    /// Explains why a framework would not be offered the resources of agents if a run over each agent alone took place
    /// now.
    ///
    /// The query changes nothing except cached orders, which the next run would update anyway.
    ///
    /// - Parameters:
    ///   - role: A role of the framework, or `nil` for all roles that it is subscribed to.
    ///   - agent: An agent, or `nil` for all agents.
    ///   - last: The id after which the visited agents begin, compared as bytes.
    /// - Throws: `notFound` for a framework, role or agent that is not known. `failedPrecondition` before `initialize`.
    /// - Complexity: Bounded by `bound`.
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
        else { preconditionFailure("the cluster is initialized") }
        return explanation
    }
}
