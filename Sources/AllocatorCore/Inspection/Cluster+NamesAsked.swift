/// What questions name. Where it is not known, the refusal tells names that are near: who may ask sees them all anyway, which
/// a master that sends calls may not.
extension Cluster {
    func agentAsked(_ id: Name) throws(Refusal) -> Slot<Agent> {
        guard let agent = agents.slot(of: id) else {
            // The order of ids is at hand: there is no need to look at those that are far from this one.
            let place = agents.position(notBefore: id)
            let side = NearNames.maximumCandidates / 2
            let near = agents.sorted[max(0, place - side)..<min(agents.count, place + side)].map { agents[$0].id }
            throw .notFound(Self.unknown("agent", id, near))
        }
        return agent
    }

    func frameworkAsked(_ id: Name) throws(Refusal) -> Slot<Framework> {
        guard let framework = addedFramework(id) else {
            let known = frameworkSlots.lazy.filter { frameworks[$0.value].isKnown }.map(\.key)
            throw .notFound(Self.unknown("framework", id, known))
        }
        return framework
    }

    func roleAsked(_ path: Name) throws(Refusal) -> Slot<Role> {
        guard let role = tree.livingSlot(of: path) else { throw unknownRole(path) }
        return role
    }

    func unknownRole(_ path: Name) -> Refusal { .notFound(Self.unknown("role", path, tree.livingPaths)) }

    private static func unknown(_ what: String, _ name: Name, _ known: some Sequence<Name>) -> String {
        let advice = NearNames(to: name, among: known).question ?? "ask for the state of the \(what)s, which lists them"
        return "\(what) '\(name)' is not known: \(advice)"
    }
}
