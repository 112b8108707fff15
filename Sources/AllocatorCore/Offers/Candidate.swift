/// A framework in one of its roles, and an agent whose resources it may be offered.
package struct Candidate: Hashable, Sendable {
    package let framework: FrameworkSlot
    package let role: RoleSlot
    package let agent: AgentSlot

    package init(framework: FrameworkSlot, role: RoleSlot, agent: AgentSlot) {
        self.framework = framework
        self.role = role
        self.agent = agent
    }
}
