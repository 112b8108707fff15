/// A framework in one of its roles, and an agent whose resources it may be offered.
package struct Candidate: Hashable, Sendable {
    package let framework: Slot<Framework>
    package let role: Slot<Role>
    package let agent: Slot<Agent>

    package init(framework: Slot<Framework>, role: Slot<Role>, agent: Slot<Agent>) {
        self.framework = framework
        self.role = role
        self.agent = agent
    }
}
