/// The lookup of names in queries. The refusal of an unknown name suggests similar names.
///
/// This discloses nothing new: a client with the right to query can list all names. A master that sends calls cannot,
/// so the refusals of calls suggest none.
extension Cluster {
    func agentAsked(_ id: Name) throws(Refusal) -> AgentSlot {
        guard let agent = agents.slot(of: id) else {
            // Agents are sorted by id, so only the neighbours of the unknown id are compared.
            let place = agents.position(notBefore: id)
            let side = NearNames.maximumCandidates / 2
            let near = agents.sorted[max(0, place - side)..<min(agents.count, place + side)].map { agents[$0].id }
            throw .notFound(Self.unknown("agent", id, near))
        }
        return agent
    }

    func frameworkAsked(_ id: Name) throws(Refusal) -> FrameworkSlot {
        guard let framework = frameworks.addedSlot(of: id) else {
            let known = frameworks.added.lazy.map { [frameworks] in frameworks[$0].id }
            throw .notFound(Self.unknown("framework", id, known))
        }
        return framework
    }

    func roleAsked(_ path: Name) throws(Refusal) -> RoleSlot {
        guard let role = tree.livingSlot(of: path) else { throw unknownRole(path) }
        return role
    }

    func unknownRole(_ path: Name) -> Refusal { .notFound(Self.unknown("role", path, tree.livingPaths)) }

    private static func unknown(_ what: String, _ name: Name, _ known: some Sequence<Name>) -> String {
        let advice = NearNames(to: name, among: known).question ?? "query the state of the \(what)s, which lists them"
        return "\(what) '\(name)' is not known: \(advice)"
    }
}
