/// Looking at the state. Nothing is changed by it, but that orders are brought up to date, as the next run would do it.
///
/// All throw `failedPrecondition` before `initialize`, and `notFound` for what is named and not known.
extension Allocator {
    package func clusterView() throws(Refusal) -> ClusterView { try initialized().view }

    /// By id.
    package func agentViews(_ selection: ViewSelection) throws(Refusal) -> ViewPage<AgentView> {
        try initialized().agentViews(selection)
    }

    /// By id.
    package mutating func frameworkViews(_ selection: ViewSelection) throws(Refusal) -> ViewPage<FrameworkView> {
        _ = try initialized()
        return try cluster?.frameworkViews(selection) ?? ViewPage()
    }

    /// By path.
    package mutating func roleViews(_ selection: ViewSelection) throws(Refusal) -> ViewPage<RoleView> {
        _ = try initialized()
        return try cluster?.roleViews(selection) ?? ViewPage()
    }

    func initialized() throws(Refusal) -> Cluster {
        guard let cluster else {
            throw .failedPrecondition("the cluster is not initialized; send initialize first")
        }
        return cluster
    }
}
